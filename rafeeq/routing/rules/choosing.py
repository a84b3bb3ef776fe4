"""Who is given what: an order of matters that starves nobody, and for each the person whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

TURN, AGAIN = "turn", "same_agent"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter that nobody has. `warns_at`: from then on its time is running out.

    `weight`: how much sooner its route wants it served; `urgency`: how urgent somebody has called it.
    """

    number: int
    team: int
    route: int
    due: datetime
    warns_at: datetime
    weight: int = 0
    urgency: int = 0
    language: str = ""
    skill: int | None = None
    speaks: bool = False
    most: int | None = None
    before: int | None = None  # who had this customer's last matter
    gave_up: int | None = None  # who has just put it back


@dataclass(slots=True)
class Candidate:
    """Somebody of a team who is there and takes matters; `load` grows while a round goes on."""

    pk: int
    teams: frozenset[int]
    skills: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()  # empty: all
    most: int | None = None
    load: int = 0
    turn: datetime | None = None  # None: was never given anything
    given: int = field(default=0)  # in this round

    def has_room(self, most: int | None) -> bool:
        """Whether one more matter lies within the person's own limit, or else the route's."""
        limit = self.most if self.most is not None else most
        return limit is None or self.load < limit

    def can(self, matter: Waiting) -> bool:
        """Whether this person may be given the matter now."""
        return (
            matter.team in self.teams
            and self.pk != matter.gave_up
            and (matter.skill is None or matter.skill in self.skills)
            and (not matter.speaks or not self.languages or matter.language in self.languages)
            and self.has_room(matter.most)
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A matter that finds its person; `how`: the person who knows the customer (AGAIN), or in turn (TURN)."""

    number: int
    to: int
    route: int
    how: str


def in_order(matters: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """First those whose time is running out, by when it ends, whoever is preferred last among them; then by weight.

    A preference is a head start and no right of way: were it one, or did the end alone decide, then an endless stream
    of large customers would push a small one past its time as soon as there is more than can be done.
    """
    return sorted(matters, key=lambda one: _place(one, now))


def _place(one: Waiting, now: datetime) -> tuple[int, int, int, datetime, int]:
    if now >= one.warns_at:
        return 0, one.weight, 0, one.due, one.number
    return 1, -one.urgency, -one.weight, one.due, one.number


def distribute(matters: Iterable[Waiting], people: Sequence[Candidate], now: datetime) -> list[Given]:
    """Give each matter in order to somebody, as far as there is room; the rest stays in the queue of its team."""
    found: list[Given] = []
    teams: dict[int, list[Candidate]] = {}
    for person in people:
        for team in person.teams:
            teams.setdefault(team, []).append(person)
    for matter in in_order(matters, now):
        able = [person for person in teams.get(matter.team, ()) if person.can(matter)]
        if not able:
            continue
        chosen = next((person for person in able if person.pk == matter.before), None)
        how = AGAIN if chosen else TURN
        chosen = chosen or min(able, key=_turn)
        chosen.load += 1
        chosen.given += 1
        found.append(Given(matter.number, chosen.pk, matter.route, how))
    return found


def _turn(person: Candidate) -> tuple[int, int, bool, float, int]:
    """Least loaded; then who has had least in this round; then who has waited longest; then the older account."""
    since = person.turn.timestamp() if person.turn else 0.0
    return person.load, person.given, person.turn is not None, since, person.pk
