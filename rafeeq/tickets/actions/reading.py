"""Read on in the timeline: each reader has its own place, and moves it in the transaction of what it did."""

from collections.abc import Callable, Sequence

from django.db import transaction

from rafeeq.tickets.models import Reader
from rafeeq.tickets.queries.news import News, end, news_after

AT_ONCE = 500


def read_on(name: str, use: Callable[[Sequence[News]], object], *, limit: int = AT_ONCE, from_now: bool = False) -> int:
    """Give the reader's next events to `use`, and remember the place, in one transaction; how many events there were.

    One reader works at a time: a second worker waits, and finds the place moved. `from_now`: a reader that is new
    begins at the end, and leaves what happened before it alone.
    """
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
    return len(events)


def hold(name: str) -> None:
    """Hold a reader's row until the transaction ends: nobody reads on with it, or does the same work, meanwhile."""
    Reader.objects.select_for_update().get_or_create(name=name)
