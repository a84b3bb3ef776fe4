"""Hints as those see them who lead the service; nobody sees one about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rafeeq.insights.models import Hint
from rafeeq.insights.registry import detectors
from rafeeq.insights.rules.week import Detector
from rafeeq.staff.models import Team, User
from rafeeq.staff.rules import may_see_hints
from rafeeq.tickets.queries import visible_to

PAGE = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """A hint with its detector, whom it concerns, and its rows as far as they may be seen."""

    hint: Hint
    detector: Detector
    name: str
    tickets: list[Any]


def hints_for(user: User, state: str) -> QuerySet[Hint]:
    """The hints of this state that this person may see, the newest week first."""
    if not may_see_hints(user.role):
        return Hint.objects.none()
    known = Hint.objects.exclude(subject=f"person {user.pk}").filter(detector__in=detectors(), state=state)
    return known.select_related("looked_at_by").order_by("-period", "-pk")


def hint_for(user: User, pk: int) -> Hint | None:
    """One hint, whatever its state."""
    if not may_see_hints(user.role):
        return None
    return Hint.objects.exclude(subject=f"person {user.pk}").filter(pk=pk).first()


def shown(hints: Iterable[Hint], user: User) -> list[Shown]:
    """Hints with names and tickets, in three statements."""
    found = list(hints)
    subjects = [one.subject.partition(" ") for one in found]
    people = User.objects.filter(pk__in=[int(pk) for kind, _gap, pk in subjects if kind == "person"])
    teams = Team.objects.filter(pk__in=[int(pk) for kind, _gap, pk in subjects if kind == "team"])
    names = {f"person {pk}": name for pk, name in people.values_list("pk", "name")}
    names |= {f"team {pk}": name for pk, name in teams.values_list("pk", "name")}
    numbers = {number for one in found for number in one.rows[:PAGE]}
    seen = visible_to(user).filter(number__in=numbers).only("number", "subject", "preview")
    tickets = {one.number: one for one in seen}
    known = detectors()
    return [
        Shown(
            one,
            known[one.detector],
            names.get(one.subject, ""),
            [tickets[number] for number in one.rows[:PAGE] if number in tickets],
        )
        for one in found
    ]
