"""Notices on a device: the installation's key for it, and which browsers take them."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.inbox.models import Device
from rafeeq.inbox.queries.devices import left_behind
from rafeeq.lib.fetch import Refused, target
from rafeeq.lib.text import one_line
from rafeeq.staff.models import SignIn, User
from rafeeq.system.actions import delete_in_chunks, remember, remember_first
from rafeeq.system.keys import lock
from rafeeq.system.queries import setting

KEY = "push.key"
MOST = 10  # devices of one person; the oldest makes room


def kept_key() -> bytes | None:
    """The private key by which push services know this installation; None as long as there is none that opens."""
    sealed = setting(KEY, "")
    if not sealed:
        return None
    from cryptography.fernet import InvalidToken

    try:
        return lock("push").decrypt(str(sealed).encode("ascii"))
    except InvalidToken:  # made under another secret key of the installation
        return None


def key() -> bytes:
    """The private key, made at the first use. It lies sealed in the database and in no record of changes."""
    from rafeeq.lib import webpush  # needed only by who takes notices on a device

    known = kept_key()
    if known is not None:
        return known
    made = lock("push").encrypt(webpush.new_key()).decode("ascii")
    with transaction.atomic():
        kept = remember_first(KEY, made, by=None, secret=True)
        if kept != made and kept_key() is None:
            # The one that is there cannot be opened any more. What browsers made with it is lost with it.
            remember(KEY, made, by=None, secret=True)
            Device.objects.all().delete()
    found = kept_key()
    assert found is not None  # noqa: S101 - it was written above
    return found


def take(user: User, sign_in: SignIn, *, endpoint: str, p256dh: str, auth: str, user_agent: str) -> Device:
    """From now on this browser takes this person's notices. Raises ValidationError for what no browser hands over.

    A browser is one person's at a time: whoever signed in there before is told there no more.
    """
    from rafeeq.lib.webpush import Browser

    try:
        Browser.of(p256dh, auth)
        sound = len(endpoint) <= 1000 and endpoint.isascii() and target(endpoint).scheme == "https"
    except (ValueError, Refused):
        sound = False
    if not sound:
        raise ValidationError(_("What the browser handed over cannot be used. Please try again."))
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two tabs at once: one after the other
        Device.objects.filter(sign_in=sign_in).exclude(endpoint=endpoint).delete()
        device, _made = Device.objects.update_or_create(
            endpoint=endpoint,
            defaults={
                "user": user, "sign_in": sign_in, "key": p256dh, "secret": auth,
                "user_agent": one_line(user_agent)[:300], "made_at": timezone.now(),
            },
        )  # fmt: skip
        older = Device.objects.filter(user=user).order_by("-made_at", "-pk").values_list("pk", flat=True)[MOST:]
        Device.objects.filter(pk__in=list(older)).exclude(pk=device.pk).delete()
    return device


def let_go(device: Device) -> None:
    """This browser takes no notices any more."""
    device.delete()


def sweep() -> int:
    """Forget the devices whose people are signed in there no more; how many."""
    return delete_in_chunks(left_behind())


def push_host(endpoint: str) -> str:
    """The push service that a device takes its notices from, for a log: the rest of the address is a secret."""
    return urlsplit(endpoint).hostname or ""
