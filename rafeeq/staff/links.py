"""Links that open a door for one person: signed, so that nothing in the database could open it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from rafeeq.lib import signing
from rafeeq.staff.models import Invitation, PasswordReset
from rafeeq.system.keys import signing_keys

INVITATION, RESET = "staff-invitation", "staff-password-reset"


def invitation_link(invitation: Invitation) -> str:
    """The full address that the invited person opens."""
    secret = signing.sign(signing_keys(), INVITATION, invitation.pk, invitation.epoch)
    return settings.RAFEEQ_URL + reverse("staff:invitation", args=[secret])


def invitation_behind(secret: str) -> Invitation | None:
    """The open invitation that this secret belongs to; None for one that is used, withdrawn, renewed or too old."""
    numbers = signing.read(signing_keys(), INVITATION, secret)
    if numbers is None or len(numbers) != 2:
        return None
    pk, epoch = numbers
    found = Invitation.objects.select_related("branch", "invited_by").filter(pk=pk, epoch=epoch).first()
    return found if found is not None and found.is_open(timezone.now()) else None


def reset_link(reset: PasswordReset) -> str:
    """The full address at which a new password can be set once."""
    secret = signing.sign(signing_keys(), RESET, reset.pk, reset.user_id)
    return settings.RAFEEQ_URL + reverse("staff:password_reset_link", args=[secret])


def reset_behind(secret: str) -> PasswordReset | None:
    """The reset that this secret still opens, for somebody who may still sign in."""
    numbers = signing.read(signing_keys(), RESET, secret)
    if numbers is None or len(numbers) != 2:
        return None
    pk, user_id = numbers
    fresh = PasswordReset.objects.filter(used_at=None, expires_at__gt=timezone.now(), user__is_active=True)
    return fresh.select_related("user").filter(pk=pk, user_id=user_id).first()
