"""Invite a person, send the invitation anew, take it back; come in by it."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.lib.text import one_line
from rafeeq.staff import jobs
from rafeeq.staff.actions.founding import create_user
from rafeeq.staff.models import Branch, Invitation, Role, Team, User
from rafeeq.staff.queries import is_taken
from rafeeq.system.actions import audit

VALID_FOR = timedelta(days=7)


def invite(
    *, email: str, name: str, role: str, branch: Branch, teams: Sequence[Team] = (), language: str = "", by: User
) -> Invitation:
    """Invite somebody by mail. Raises ValidationError for a bad address, a person who is here, an open invitation."""
    email, name = email.strip().lower(), one_line(name)
    validate_email(email)
    if not name:
        raise ValidationError(_("A name is needed."))
    with transaction.atomic():
        if is_taken(email):
            raise ValidationError(_("Somebody already signs in with %(email)s."), params={"email": email})
        made = Invitation(
            email=email,
            name=name,
            role=Role(role),
            branch=branch,
            language=language,
            invited_by=by,
            expires_at=timezone.now() + VALID_FOR,
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # one open invitation for an address, also where two invite at one moment
            raise ValidationError(
                _("%(email)s is already invited. The invitation can be renewed."), params={"email": email}
            ) from None
        made.teams.set(teams)
        audit(by=by, what="invitation.sent", target=email, after=_told(made))
        jobs.mail_invitation.enqueue(made.pk)
    return made


def renew(invitation: Invitation, *, by: User) -> bool:
    """Send it anew with a new link and a new week; every earlier link opens nothing. False when it is not open."""
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if held.withdrawn_at or held.accepted_at:
            return False
        held.epoch += 1
        held.expires_at = timezone.now() + VALID_FOR
        held.save(update_fields=["epoch", "expires_at"])
        audit(by=by, what="invitation.renewed", target=held.email)
        jobs.mail_invitation.enqueue(held.pk)
    return True


def withdraw(invitation: Invitation, *, by: User) -> bool:
    """Take it back: its link opens nothing any more. False when it is not open."""
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if held.withdrawn_at or held.accepted_at:
            return False
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        audit(by=by, what="invitation.withdrawn", target=held.email, before=_told(held))
    return True


def accept(invitation: Invitation, *, name: str, password: str) -> User | None:
    """Come in: the person is made as the invitation says, which is used up. None when it no longer holds.

    Raises ValidationError for a weak password, or when the address came into use meanwhile.
    """
    with transaction.atomic():
        held = Invitation.objects.select_for_update(of=("self",)).select_related("branch").get(pk=invitation.pk)
        if held.epoch != invitation.epoch or not held.is_open(timezone.now()):
            return None
        user = create_user(
            email=held.email,
            name=one_line(name),
            role=held.role,
            password=password,
            branch=held.branch,
            teams=list(held.teams.filter(dissolved_at=None)),
            language=held.language,
        )
        held.user, held.accepted_at = user, timezone.now()
        held.save(update_fields=["user", "accepted_at"])
        audit(by=user, what="invitation.accepted", target=held.email, after=_told(held))
    return user


def _told(invitation: Invitation) -> dict[str, object]:
    return {
        "name": invitation.name,
        "role": invitation.role,
        "branch": invitation.branch.name,
        "teams": [team.name for team in invitation.teams.all()],
    }


def expected(invitation: Invitation) -> User:
    """The person as they would be, unsaved: whom a password may not resemble."""
    return User(email=invitation.email, name=invitation.name)
