"""Change what a person is here: name, role, branch, teams; close and open their account."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rafeeq.lib.text import one_line
from rafeeq.staff import jobs
from rafeeq.staff.actions import sign_ins
from rafeeq.staff.models import Branch, Role, Team, User
from rafeeq.system.actions import audit, change_preferences
from rafeeq.system.preferences import SECOND_FACTOR_ROLES


class LastAdministrator(ValidationError):
    """Somebody must be left who can administer."""

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Somebody else must be made one first."))


def change(user: User, *, name: str, role: str, branch: Branch, teams: Sequence[Team], by: User) -> User:
    """Make a person this, here. Raises ValidationError, LastAdministrator."""
    name = one_line(name)
    if not name:
        raise ValidationError(_("A name is needed."))
    with transaction.atomic():
        held = _held(user, leaves=role != Role.ADMIN)
        before = _told(held)
        held.name, held.role, held.branch = name, Role(role), branch
        held.save(update_fields=["name", "role", "branch"])
        held.teams.set(teams)
        after = _told(held)
        if after != before:
            audit(by=by, what="person.changed", target=held.email, before=before, after=after)
    return held


def close(user: User, *, by: User) -> User:
    """Nobody signs in as this person any more, and whoever is signed in is out. Raises LastAdministrator."""
    with transaction.atomic():
        held = _held(user, leaves=True)
        if held.is_active:
            held.is_active = False
            held.save(update_fields=["is_active"])
            sign_ins.end_all(held)
            audit(by=by, what="person.closed", target=held.email, before={"active": True}, after={"active": False})
    return held


def open_again(user: User, *, by: User) -> User:
    """The person may sign in again with the password they had."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not held.is_active:
            held.is_active = True
            held.save(update_fields=["is_active"])
            audit(by=by, what="person.opened", target=held.email, before={"active": False}, after={"active": True})
    return held


def remove_second_factor(user: User, *, by: User) -> bool:
    """Remove codes and passkeys of somebody who lost them, and tell them; False when there are none."""
    with transaction.atomic():
        gone, _kinds = Authenticator.objects.filter(user=user).delete()
        if not gone:
            return False
        sign_ins.end_all(user)
        audit(by=by, what="second.factor.removed", target=user.email, before={"factors": gone})
        jobs.mail_changed.enqueue(user.pk, "second_factor_removed")
    return True


def require_second_factor(roles: Sequence[str], *, by: User) -> None:
    """From now on the people of exactly these roles must have a second factor. Raises NotAllowed."""
    known = sorted(role for role in Role.values if role in roles)
    change_preferences({SECOND_FACTOR_ROLES.key: known}, by=by, role=by.role)


def _held(user: User, *, leaves: bool) -> User:
    """The person's row, held. With `leaves`, all administrators are held, so that two do not go at one moment."""
    admins = list(User.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN, is_active=True).order_by("pk"))
    held = User.objects.select_for_update(of=("self",)).select_related("branch").get(pk=user.pk)
    if leaves and [one.pk for one in admins] == [held.pk]:
        raise LastAdministrator
    return held


def _told(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role,
        "branch": user.branch.name,
        "teams": sorted(team.name for team in user.teams.all()),
    }
