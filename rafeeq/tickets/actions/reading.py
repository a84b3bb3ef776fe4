"""Read on in the timeline: each reader has its own place, and moves it in the transaction of what it did."""

import time
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from rafeeq.tickets.models import Reader
from rafeeq.tickets.queries.news import News, end, news_after

AT_ONCE = 500
# Seconds. SQLite has one writer, and who waits for it looks ten times a second: a reader that catches up, one long
# transaction at the other's heels, would keep all others waiting until they give up ("database is locked").
HELD_LONG, STEPS_ASIDE = 0.05, 0.11


def read_on(name: str, use: Callable[[Sequence[News]], object], *, limit: int = AT_ONCE, from_now: bool = False) -> int:
    """Give the reader's next events to `use`, and remember the place, in one transaction; how many events there were.

    One reader works at a time: a second worker waits, and finds the place moved. `from_now`: a reader that is new
    begins at the end, and leaves what happened before it alone. A plain look comes first: where nothing is new, nobody
    is kept from writing.
    """
    if not _is_anything_new(name):
        return 0
    begun = time.monotonic()
    with transaction.atomic():
        reader, is_new = Reader.objects.select_for_update().get_or_create(name=name)
        if is_new and from_now:
            reader.xid, reader.event = end()
            reader.save(update_fields=["xid", "event"])
            return 0
        events = news_after(reader.xid, reader.event, limit)
        if events:
            use(events)
            reader.xid, reader.event = events[-1].xid, events[-1].id
            reader.save(update_fields=["xid", "event"])
    if len(events) == limit and time.monotonic() - begun > HELD_LONG:
        _step_aside()
    return len(events)


def _is_anything_new(name: str) -> bool:
    """Whether there are events behind the reader's place, or the reader has no place yet."""
    place = Reader.objects.filter(name=name).values_list("xid", "event").first()
    return place is None or bool(news_after(*place, 1))


def _step_aside() -> None:
    """After a long transaction that may be followed by the next one: let whoever waits have the database."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(STEPS_ASIDE)


def hold(name: str) -> None:
    """Hold a reader's row until the transaction ends: nobody reads on with it, or does the same work, meanwhile."""
    Reader.objects.select_for_update().get_or_create(name=name)
