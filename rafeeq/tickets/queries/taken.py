"""How far the words have been taken down."""

from rafeeq.tickets.models import Message, Note
from rafeeq.tickets.queries.fresh import FRESH, taken_down


def behind() -> int:
    """How much of what is written cannot be found yet, in percent: 0 where all of it is."""
    upto = taken_down()
    newest = {"message": _newest(Message), "note": _newest(Note)}
    missing = sum(max(0, newest[kind] - upto[kind]) for kind in newest)
    if missing <= FRESH:
        return 0
    return max(1, min(100, round(100 * missing / max(1, sum(newest.values())))))


def _newest(model: type[Message] | type[Note]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
