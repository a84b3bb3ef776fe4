"""Note where a person is signed in, and end it."""

from importlib import import_module

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.lib.text import one_line
from rafeeq.staff import jobs
from rafeeq.staff.models import SignIn, User


def note(user: User, *, session_key: str, device: str, ip: str | None, user_agent: str) -> SignIn:
    """Note that this session of this person is alive; a session that was not seen before is a new sign-in.

    From a browser that this person never used before, they are told by mail; the very first sign-in excepted.
    """
    now = timezone.now()
    known = SignIn.objects.filter(session_key=session_key, user=user, ended_at=None)
    if known.update(last_seen=now, ip=ip):
        return known.get()
    earlier = SignIn.objects.filter(user=user)
    is_new = not earlier.filter(device=device).exists() and earlier.exists()
    try:
        with transaction.atomic():
            made = SignIn.objects.create(
                user=user, session_key=session_key, device=device, ip=ip, user_agent=one_line(user_agent)[:300]
            )
            if is_new:
                jobs.mail_new_device.enqueue(made.pk)
    except IntegrityError:  # two requests of a fresh session at once: the other one has noted it
        return known.get()
    return made


def end(sign_in: SignIn) -> None:
    """Sign this browser out."""
    _end([sign_in])


def end_all(user: User, *, but: str = "") -> int:
    """Sign a person out everywhere, except in the session `but`; returns in how many browsers."""
    running = list(SignIn.objects.filter(user=user, ended_at=None).exclude(session_key=but))
    _end(running)
    return len(running)


def end_session(session_key: str) -> None:
    """A person signed out by themselves."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=timezone.now())


def _end(running: list[SignIn]) -> None:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    with transaction.atomic():
        for one in running:
            sessions(one.session_key).delete()
        SignIn.objects.filter(pk__in=[one.pk for one in running]).update(ended_at=timezone.now())


def follow(old_key: str, new_key: str) -> None:
    """A session goes on under a new key."""
    SignIn.objects.filter(session_key=old_key, ended_at=None).update(session_key=new_key)
