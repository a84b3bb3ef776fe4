"""What a list's address asks for, and how it is written."""

from typing import Any
from urllib.parse import urlencode

from rafeeq.inbox.queries import queues
from rafeeq.inbox.queries.conditions import NARROWED, NUMBERS
from rafeeq.inbox.rules import read_place
from rafeeq.lib.text import whole_number


def asked_in(given: Any) -> queues.Asked:
    """What the address asks for; what cannot be understood is left out."""
    team, queue = given.get("team", ""), given.get("queue", "")
    return queues.Asked(
        queue=queue if queue in queues.QUEUES else queues.FIRST,
        team=whole_number(team),
        words=given.get("q", "").replace("\0", "").strip()[:200],
        before=read_place(given.get("before", "")),
        narrowed=_narrowed(given),
    )


def _narrowed(given: Any) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for name in NARROWED:
        text = given.get(name, "").replace("\0", "")[:40]
        value = whole_number(text) if name in NUMBERS else text
        if value:
            found[name] = value
    return found


def query_of(asked: queues.Asked) -> str:
    """What was asked for as it stands in an address, and nothing else that may have stood there."""
    base = {"q": asked.words} if asked.words else {"team": asked.team} if asked.team else {"queue": asked.queue}
    return urlencode({**base, **asked.narrowed})
