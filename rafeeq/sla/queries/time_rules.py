"""The time rules as values."""

from datetime import timedelta

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
        pause_cap=timedelta(hours=row.pause_cap_hours) if row.pause_cap_hours else None,
        warn_at_percent=row.warn_at_percent,
        is_legal=row.is_legal,
    )
