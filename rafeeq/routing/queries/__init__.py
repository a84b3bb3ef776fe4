"""What pages and flows ask about routes."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from rafeeq.customers.models import Organisation
from rafeeq.routing import models
from rafeeq.routing.rules.matching import Route
from rafeeq.staff.models import Skill, Team
from rafeeq.system.queries import recorded_targets


def routes() -> QuerySet[models.Route]:
    """Every route in order, the last one at the end, with its team and skill."""
    around = ("to_team__branch", "to_team__moves_to__branch", "skill")
    return models.Route.objects.select_related(*around).order_by("is_last", "order", "pk")


def route(pk: int) -> models.Route | None:
    """One route."""
    return routes().filter(pk=pk).first()


def standing_teams(keys: set[int]) -> dict[int, Team]:
    """These teams with their branches, by key; in the place of a dissolved one the team that has its matters now."""
    found = Team.objects.select_related("branch", "moves_to__branch").filter(pk__in=keys) if keys else ()
    return {one.pk: one.moves_to or one for one in found}


def active_values() -> list[Route]:
    """The routes in use as values, in their order."""
    return [as_values(row) for row in models.Route.objects.filter(is_active=True).order_by("is_last", "order", "pk")]


def as_values(row: models.Route) -> Route:
    """A route as the decisions about it see it."""
    return Route(
        pk=row.pk,
        name=row.name,
        fits=row.fits,
        team=row.to_team_id,
        is_last=row.is_last,
        is_active=row.is_active,
        assigns=row.assigns,
        skill=row.skill_id,
        speaks=row.speaks,
        most=row.most,
        same_agent=row.same_agent,
        weight=row.weight,
    )


def mailboxes() -> list[str]:
    """The names of the mailboxes, as the record of changes tells them: messages know their mailbox by its name."""
    return sorted(recorded_targets("mailbox.added") - recorded_targets("mailbox.removed"))


def skills() -> QuerySet[Skill]:
    """Every skill, by name."""
    return Skill.objects.order_by("name", "pk")


def organisations_called(names: Iterable[str]) -> dict[str, list[int]]:
    """The keys of the organisations that are called exactly so; several may bear one name."""
    found: dict[str, list[int]] = {name: [] for name in names}
    for pk, name in Organisation.objects.filter(name__in=found).order_by("pk").values_list("pk", "name"):
        found[name].append(pk)
    return found


def organisations(keys: Collection[int]) -> dict[int, str]:
    """What these organisations are called."""
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
