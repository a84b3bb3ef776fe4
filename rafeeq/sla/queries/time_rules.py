"""The time rules as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rafeeq.sla.models import TimeRule
from rafeeq.sla.rules.targets import Rule, Target


def rules() -> dict[int, Rule]:
    """Every version of every rule by its key, in their order: which one is in force depends on the moment."""
    return {row.pk: as_values(row) for row in TimeRule.objects.order_by("order", "pk")}


def as_values(row: TimeRule) -> Rule:
    """A rule as the decisions about it see it."""
    return Rule(
        pk=row.pk,
        order=row.order,
        fits=row.fits,
        targets={clock: Target(**target) for clock, target in row.targets.items()},
        applies_from=row.applies_from,
        ends_at=row.ends_at,
        pause_cap=timedelta(hours=row.pause_cap_hours) if row.pause_cap_hours is not None else None,
        warn_at_percent=row.warn_at_percent,
        is_legal=row.is_legal,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule in the list: the version that holds now (or will first), and those before and behind it."""

    row: TimeRule
    coming: TimeRule | None
    past: Sequence[TimeRule]


def standing_rules(now: datetime) -> tuple[list[Standing], list[TimeRule]]:
    """The rules in their order, and the last versions of those that have ended; one statement."""
    rows = list(TimeRule.objects.order_by("order", "applies_from", "pk"))
    by_key = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows if row.replaces_id}
    standing, ended = [], []
    for last in rows:
        if last.pk in replaced:
            continue
        versions = [last]
        while versions[-1].replaces_id is not None:
            versions.append(by_key[versions[-1].replaces_id])
        live = [one for one in reversed(versions) if one.ends_at is None or one.ends_at > now]
        if live:
            coming = live[1] if len(live) > 1 else None
            standing.append(Standing(live[0], coming, [one for one in versions if one not in live]))
        else:
            ended.append(last)
    return standing, ended


def time_rule(pk: int) -> TimeRule | None:
    """One version of a rule."""
    return TimeRule.objects.filter(pk=pk).first()


def versions_of(rule: TimeRule) -> list[TimeRule]:
    """All versions of the rule that this one is a version of, the newest first."""
    rows = list(TimeRule.objects.order_by("pk"))
    by_key = {row.pk: row for row in rows}
    following = {row.replaces_id: row for row in rows if row.replaces_id}
    last = by_key[rule.pk]
    while last.pk in following:
        last = following[last.pk]
    found = [last]
    while found[-1].replaces_id is not None:
        found.append(by_key[found[-1].replaces_id])
    return found
