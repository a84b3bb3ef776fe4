"""Time rules in words: what a rule says, and why one cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rafeeq.customers.models import Tier
from rafeeq.setup.forms.time_rules import CHANNELS, CLOCKS
from rafeeq.sla.models import Clock, TimeRule
from rafeeq.sla.wording import length
from rafeeq.tickets.models import Kind, Priority


@dataclass(frozen=True, slots=True)
class Described:
    """What one rule says: each clock with its time, and for which requests it holds (none: for all)."""

    times: list[tuple[str, str]]
    holds_for: list[str]


def described(row: TimeRule, teams: Mapping[int, str]) -> Described:
    """A rule in words; `teams`: the names of the teams."""
    known = {
        "kinds": dict(Kind.choices),
        "priorities": dict(Priority.choices),
        "channels": dict(CHANNELS),
        "tiers": dict(Tier.choices),
        "teams": teams,
    }
    times = [
        (str(Clock.Kind(clock).label), length(row.targets[clock]["amount"], row.targets[clock]["unit"]))
        for clock in CLOCKS
        if clock in row.targets
    ]
    holds_for = [str(names.get(value, value)) for name, names in known.items() for value in row.fits.get(name, ())]  # type: ignore[attr-defined]
    return Described(times, holds_for)


def sentence(code: str) -> str:
    """Why a rule cannot be so, and what would do."""
    known = {
        "no_target": _("The rule says nothing: give at least one due time."),
        "never_met": _("This can never be met: write a whole number above zero, at most 400 days."),
        "no_hours": _("This can never be met: a calendar of these teams has too few working hours. Look at the hours."),
        "percent": _("The warning comes before the end and after the beginning: between 10 and 95 percent."),
        "cap": _("Write how many hours the clock may wait for the customer: 0 to 1440."),
        "no_name": _("A rule needs a name."),
        "team": _("One of these teams does not exist any more."),
        "loosened": _("A regulator asks for this: it can be made shorter, and not longer."),
        "narrowed": _("A regulator asks for this: the rule cannot hold for fewer requests."),
        "legal_stays": _("A regulator asks for this rule, so it stays. It can be tightened."),
        "past": _("A change holds from today on at the earliest: what has been measured is not rewritten."),
        "has_successor": _("This version is replaced already. Change the newest one."),
        "ended": _("This rule has ended. Add a new one."),
        "last": _("This is the last rule: without any, no request would have a due time. Add another one first."),
        "adopted": _("This is among your rules already."),
        "changed": _("Somebody else changed this while you were writing"),
    }
    return known[code]
