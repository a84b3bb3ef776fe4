"""In which periods time has passed for a rule, told from a ticket's past."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple


class Past(NamedTuple):
    """One event of a ticket."""

    kind: str
    at: datetime
    data: Mapping[str, Any]


ENDS: Final = frozenset({"ticket.withdrawn", "ticket.declined", "claim.lapsed", "ticket.merged"})
Period = tuple[datetime, datetime | None]


def periods(when: str, events: Iterable[Past]) -> list[Period]:
    """From when until when time passed; the last one may still go on. The events are one ticket's, oldest first."""
    found: list[Period] = []
    start: datetime | None = None
    for one in events:
        verb = "stop" if _ended(one) else _verb(when, one)
        if verb in {"stop", "anew"} and start is not None:
            found.append((start, one.at))
            start = None
        if verb in {"start", "anew"} and start is None:
            start = one.at
    return [*found, (start, None)] if start is not None else found


def _ended(one: Past) -> bool:
    return one.kind in ENDS or (one.kind == "verdict.given" and one.data.get("verdict") == "yes")


def _verb(when: str, one: Past) -> str:
    if when == "unowned" and one.kind == "ticket.assigned":
        return "stop" if one.data.get("to") else "anew"
    return VERBS[when].get(one.kind, "")


VERBS: Final[Mapping[str, Mapping[str, str]]] = {
    "unanswered": {"message.received": "start", "message.sent": "stop", "claim.made": "stop"},
    "silent": {"message.sent": "anew", "message.received": "stop", "claim.made": "stop"},
    "question": {"question.asked": "start", "question.answered": "stop", "message.received": "stop"},
    "unowned": {"ticket.opened": "start"},
    "open": {"ticket.opened": "start"},
}
KINDS: Final = frozenset({*ENDS, "verdict.given", "ticket.assigned", *(kind for one in VERBS.values() for kind in one)})
