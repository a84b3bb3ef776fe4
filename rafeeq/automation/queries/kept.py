"""Rules in their order, and what they did."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from rafeeq.automation.models import Acted, AutomationRule
from rafeeq.staff.models import User
from rafeeq.tickets.queries import visible_to

PAGE = 50


def rules() -> QuerySet[AutomationRule]:
    """Every rule, in use or not, in the order in which they act."""
    return AutomationRule.objects.filter(removed_at=None).order_by("order", "pk")


def rule(pk: int) -> AutomationRule | None:
    """One rule."""
    return rules().filter(pk=pk).first()


def active() -> list[AutomationRule]:
    """The rules in use, in their order."""
    return list(rules().filter(is_active=True))


def acts_since(moment: object, of: Iterable[int]) -> dict[int, int]:
    """How often each of these rules has acted since."""
    counted = Acted.objects.filter(rule__in=of, at__gt=moment).values("rule").annotate(many=Count("pk"))
    return {row["rule"]: row["many"] for row in counted}


def log_of(row: AutomationRule, user: User, *, before: int | None = None) -> list[Acted]:
    """What a rule did, newest first, as far as this person may see the tickets: a page and one more."""
    found = Acted.objects.filter(rule=row, ticket__in=visible_to(user)).select_related("ticket")
    place = Acted.objects.filter(pk=before or 0).values_list("at", "pk").first()
    if place is not None:
        found = found.filter(Q(at__lt=place[0]) | Q(at=place[0], pk__lt=place[1]))
    return list(found.order_by("-at", "-pk")[: PAGE + 1])
