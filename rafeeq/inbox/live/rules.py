"""Who is told of an event, and how it is written on the wire: from values alone."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from rafeeq.staff.rules import reach

LONGEST_PLACE = 40  # letters


class Place(NamedTuple):
    """A place in the stream: what a page has had so far.

    `xid` is PostgreSQL's transaction, in whose order events become final there; SQLite has one writer, and 0.
    """

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}-{self.id}"


def read_place(text: str) -> Place | None:
    """The place that a page names, or None for anything else."""
    xid, _dash, number = text.partition("-")
    if len(text) > LONGEST_PLACE or not all(part.isascii() and part.isdecimal() for part in (xid, number)):
        return None
    place = Place(int(xid), int(number))
    return place if max(place) < 2**63 else None


class Told(NamedTuple):
    """One event as the stream tells it, and where its ticket stands: what decides who may know of it."""

    place: Place
    kind: str
    actor: str
    actor_id: int | None
    ticket: int
    seq: int
    team: int
    branch: int
    assignee: int | None
    offered_to_agent: int | None
    offered_to_team: int | None
    offered_to_branch: int | None
    is_confided: bool  # a complaint about conduct: values do not tell who may know of it, the database is asked


@dataclass(frozen=True, slots=True)
class Sight:
    """How far one person sees, told once when their stream opens."""

    user: int
    role: str
    branch: int
    teams: frozenset[int]

    def sees(self, told: Told) -> bool:
        """The rule of `tickets.queries.visible_to`, over values: a test holds the two against each other.

        Of what is confided this knows nothing and says no; the hub asks the database.
        """
        if told.is_confided:
            return False
        far = reach(self.role)
        if far == "everything" or self.user in (told.assignee, told.offered_to_agent):
            return True
        if far == "branch":
            return self.branch in (told.branch, told.offered_to_branch)
        return far == "teams" and (told.team in self.teams or told.offered_to_team in self.teams)


def written(told: Told) -> bytes:
    """An event on the wire: only ids, its kind and who did it; the page asks for the words as the person it is."""
    data = {
        "ticket": told.ticket,
        "seq": told.seq,
        "kind": told.kind,
        "actor": told.actor,
        "by": told.actor_id if told.actor == "staff" else None,
    }
    return _line("told", json.dumps(data, separators=(",", ":")), told.place)


def hello(place: Place) -> bytes:
    """The first line of a stream that has nothing to catch up with."""
    return _line("hello", "1", place)


def beat(place: Place) -> bytes:
    """A sign of life, which also moves a quiet page's place forward."""
    return _line("beat", "1", place)


def over(place: Place) -> bytes:
    """More was missed than is told one by one: the page is to ask for everything anew, and go on from here."""
    return _line("over", "1", place)


def here(ticket: int) -> bytes:
    """Somebody came to this ticket, left it, or began to write."""
    return _line("here", str(ticket), None)


def _line(kind: str, data: str, place: Place | None) -> bytes:
    at = f"id: {place}\n" if place is not None else ""
    return f"{at}event: {kind}\ndata: {data}\n\n".encode()
