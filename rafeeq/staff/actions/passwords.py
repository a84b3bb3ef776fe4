"""Set a new password: by a link, or by whoever knows the old one. Every other session ends with it."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from rafeeq.staff import jobs
from rafeeq.staff.actions import sign_ins
from rafeeq.staff.models import PasswordReset, User
from rafeeq.system.actions import audit


def ask_for_reset(email: str, *, language: str) -> None:
    """Leave a note that somebody forgot the password of this address; a job finds out whether anybody has it.

    The same for every address, so that neither the answer nor its time tells who works here.
    """
    jobs.mail_reset.enqueue(email.strip().lower()[:254], language)


def reset(permission: PasswordReset, *, password: str) -> User | None:
    """Set a new password by a link, once; None when it no longer holds. Raises ValidationError for a weak one."""
    with transaction.atomic():
        held = PasswordReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=permission.pk)
        if held.used_at is not None or held.expires_at <= timezone.now() or not held.user.is_active:
            return None
        _set(held.user, password, keep="")
        audit(by=held.user, what="password.reset", target=held.user.email)
    return held.user


def change(user: User, *, password: str, keep: str = "") -> None:
    """Set a new password for somebody who has proven to be this person; only the session `keep` goes on."""
    with transaction.atomic():
        _set(user, password, keep=keep)
        audit(by=user, what="password.changed", target=user.email)


def _set(user: User, password: str, *, keep: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    user.resets.filter(used_at=None).update(used_at=timezone.now())
    sign_ins.end_all(user, but=keep)
    jobs.mail_changed.enqueue(user.pk, "password")
