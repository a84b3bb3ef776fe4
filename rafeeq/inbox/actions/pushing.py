"""Tell a person on a device that something happened: what kind it was and which request, never what anybody said."""

import json
import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rafeeq.inbox.actions.devices import kept_key, push_host
from rafeeq.inbox.models import Device, Notice
from rafeeq.inbox.queries.devices import listening
from rafeeq.inbox.queries.notices import address_of, notices_of
from rafeeq.inbox.rules import Pushed, after_push
from rafeeq.inbox.wording import NOTICED
from rafeeq.lib.fetch import Limits, Unfetched, fetch
from rafeeq.lib.targets import target
from rafeeq.staff.models import User
from rafeeq.ui import choices
from rafeeq.ui.numbers import digits, spoken

log = logging.getLogger(__name__)

HALF_A_DAY = 12 * 60 * 60  # seconds: how long a push service keeps what it cannot hand over, and our name holds
PADDED_TO = 1024  # bytes: what is shorter looks the same from outside
LIMITS = Limits(seconds=10, connect=5, size=64 * 1024)

TITLES = {
    Notice.Kind.ASSIGNED: gettext_lazy("A request was given to you"),
    Notice.Kind.OFFERED: gettext_lazy("A request is offered to you"),
    Notice.Kind.MENTIONED: gettext_lazy("You were mentioned in a note"),
    Notice.Kind.ANSWERED: gettext_lazy("The customer wrote"),
    Notice.Kind.VERDICT: gettext_lazy("The customer gave their word"),
    Notice.Kind.PROMISE: gettext_lazy("A promise to a customer needs you"),
    Notice.Kind.FAILED: gettext_lazy("A message could not be delivered"),
    Notice.Kind.WARNED: gettext_lazy("A due time is near"),
    Notice.Kind.LATE: gettext_lazy("A due time has passed"),
    Notice.Kind.RAISED: gettext_lazy("A delay was brought to you"),
    **{Notice.Kind(kind): title for kind, (_drawing, title, _sentence) in NOTICED.items()},
    Notice.Kind.APPROVAL: gettext_lazy("An approval waits for you"),
    Notice.Kind.DECIDED: gettext_lazy("Your approval was decided"),
    Notice.Kind.REMEDY: gettext_lazy("What was granted could not be carried out"),
}


def push(pk: int, events: Sequence[int], tried: int) -> timedelta | None:
    """Hand these events' notices to a device; after how long to try again, or None. Outside of any transaction.

    What was read meanwhile, or may not be seen any more, is not told; nor is a person who has signed out there.
    """
    device = listening().select_related("user").filter(pk=pk).first()
    words = _words(device.user, events) if device else None
    key = kept_key() if words else None
    if device is None or words is None or key is None:
        return None
    pushed = _hand_in(device, words, key, tried)
    if pushed.gone:
        device.delete()
    elif pushed.trouble and pushed.wait is None:
        log.warning("A notice was not taken by %s: %s", push_host(device.endpoint), pushed.trouble)
    return pushed.wait


def _words(user: User, events: Sequence[int]) -> dict[str, str] | None:
    """What the device shows: of one request, the latest notice; of several, how many."""
    rows = list(notices_of(user).filter(event__in=events, read_at=None))
    if not rows:
        return None
    numbers = {row.ticket_id for row in rows}
    reader = choices.make(language=user.language, digits=user.digits)
    with choices.using(reader):
        if len(numbers) == 1:
            number = rows[0].ticket_id
            title, tag, address = (
                str(TITLES[Notice.Kind(rows[0].kind)]),
                str(number),
                address_of(rows[0]),
            )
            body = _("Request %(number)s") % {"number": digits(number)}
        else:
            title, tag, address = _("Rafeeq"), "notices", reverse("inbox:notices")
            body = spoken(
                ngettext("%(num)s new notice for you", "%(num)s new notices for you", len(rows)) % {"num": len(rows)}
            )
        return {
            "title": title, "body": body, "tag": tag, "address": address,
            "lang": reader.language, "dir": reader.direction,
        }  # fmt: skip


def _hand_in(device: Device, words: dict[str, str], key: bytes, tried: int) -> Pushed:
    from rafeeq.lib import webpush  # needed only once somebody takes notices on a device

    sealed = webpush.seal(
        json.dumps(words, ensure_ascii=False).encode(),
        webpush.Browser.of(device.key, device.secret),
        padded_to=PADDED_TO,
    )
    subject = (
        settings.RAFEEQ_URL if settings.PUBLIC.scheme == "https" else f"mailto:{parseaddr(settings.RAFEEQ_FROM)[1]}"
    )
    headers = {
        "Authorization": webpush.signature(
            key, audience=target(device.endpoint).origin, subject=subject, until=int(time.time()) + HALF_A_DAY
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(HALF_A_DAY),
        "Topic": words["tag"],  # what waits for a device that is off is replaced by what is newer
        "Urgency": "high",
    }
    try:
        answer = fetch(
            device.endpoint, method="POST", headers=headers, content=sealed, limits=LIMITS,
            allowed=settings.RAFEEQ_FETCH_ALLOWED,
        )  # fmt: skip
    except Unfetched as trouble:
        return after_push(0, tried, may_pass=trouble.may_pass, trouble=str(trouble))
    return after_push(answer.status, tried, retry_after=answer.headers.get("retry-after", ""))
