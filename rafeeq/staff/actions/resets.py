"""Permission to set a new password: given for an hour, forgotten after a while."""

from datetime import timedelta

from django.utils import timezone

from rafeeq.staff.models import PasswordReset, SignIn
from rafeeq.staff.queries import person_by_email
from rafeeq.system.actions import delete_in_chunks

VALID_FOR = timedelta(hours=1)
RESETS_KEPT = timedelta(days=1)
SIGN_INS_KEPT = timedelta(days=400)  # longer than the mark in the browser lives, so that a known device stays known


def allow(email: str) -> PasswordReset | None:
    """Let whoever reads this address' mail set a new password; None when nobody signs in with it."""
    person = person_by_email(email)
    if person is None:
        return None
    return PasswordReset.objects.create(user=person, expires_at=timezone.now() + VALID_FOR)


def forget() -> None:
    """Delete what is long past: resets, and sign-ins that ended."""
    now = timezone.now()
    delete_in_chunks(PasswordReset.objects.filter(expires_at__lt=now - RESETS_KEPT))
    delete_in_chunks(SignIn.objects.filter(ended_at__isnull=False, last_seen__lt=now - SIGN_INS_KEPT))
