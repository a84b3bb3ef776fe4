"""The verbs of routes; every change is audited."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.lib.text import one_line
from rafeeq.routing import snapshot
from rafeeq.routing.models import Route, Turn
from rafeeq.routing.rules.matching import CONDITIONS
from rafeeq.staff.models import Skill, Team, User
from rafeeq.system.actions import audit, move_one
from rafeeq.system.rules import fingerprint


class ChangedMeanwhile(Exception):
    """Nothing was saved: somebody else has changed this route; `now` is how it stands."""

    def __init__(self, now: Route) -> None:
        super().__init__(now.name)
        self.now = now


class LastStays(Exception):
    """The last route takes what no other claims; it is neither deleted, nor moved, nor put out of use."""


def found_last_route() -> Route:
    """The route that takes what no other claims: to the first team, where whoever wants takes it."""
    with override(settings.LANGUAGE_CODE):
        made, _is_new = Route.objects.get_or_create(is_last=True, defaults={"order": 0, "name": _("Everything else")})
    return made


def save_route(
    row: Route | None,
    *,
    by: User,
    name: str,
    to_team: Team | None,
    fits: Mapping[str, Any] | None = None,
    is_active: bool = True,
    assigns: bool = False,
    skill: Skill | None = None,
    speaks: bool = False,
    most: int | None = None,
    same_agent: bool = True,
    weight: int = 0,
    seen: str = "",
) -> Route:
    """A new route, at the end before the last one, or a change of one that looks as `seen` says (its `mark`).

    Raises ValidationError, its code the field, and ChangedMeanwhile.
    """
    is_last = row is not None and row.is_last
    wanted = {key: value for key in CONDITIONS if (value := (fits or {}).get(key))}
    _check(name, to_team, wanted, most, is_last=is_last)
    with transaction.atomic():
        made = _held(row, seen) if row else Route(order=_end())
        before = told(made) if row else None
        made.name, made.to_team, made.fits = one_line(name)[:120], to_team, {} if is_last else wanted
        made.is_active = is_active or is_last
        made.assigns, made.skill, made.speaks = assigns, skill, speaks
        made.most, made.same_agent, made.weight = most, same_agent, weight
        made.changed_at = timezone.now()
        made.save()
        after = told(made)
        if before != after:
            audit(by=by, what="route.changed" if row else "route.made", target=f"{made.pk} {made.name}", before=before,
                  after=after)  # fmt: skip
        transaction.on_commit(snapshot.forget)
    return made


def _check(name: str, to_team: Team | None, fits: Mapping[str, Any], most: int | None, *, is_last: bool) -> None:
    if not name.strip():
        raise ValidationError(_("A route needs a name."), code="name")
    if to_team is None and not is_last:
        raise ValidationError(_("Choose the team that it leads to."), code="to_team")
    if to_team is not None and to_team.dissolved_at is not None:
        raise ValidationError(_("This team was dissolved. Choose another one."), code="to_team")
    if most is not None and most < 1:
        raise ValidationError(_("With no matter at all nobody could be given anything: at least one."), code="most")
    if not fits and not is_last:
        said = _("Without any condition it would take everything, and what stands below would never be reached.")
        raise ValidationError(said, code="conditions")


def mark(row: Route) -> str:
    """A short mark of a route, to see whether somebody changed it since."""
    return fingerprint(told(row))


def move_route(row: Route, *, up: bool, by: User) -> None:
    """One place up or down. Raises LastStays."""
    if row.is_last:
        raise LastStays
    with transaction.atomic():
        kept = Route.objects.select_for_update(of=("self",)).filter(is_last=False)
        move_one(kept.order_by("order", "pk"), row, up=up, by=by, what="route.moved")
        transaction.on_commit(snapshot.forget)


def remove_route(row: Route, *, by: User) -> None:
    """Delete a route; what came by it stays where it is. Raises LastStays."""
    if row.is_last:
        raise LastStays
    with transaction.atomic():
        Route.objects.filter(pk=row.pk).delete()
        audit(by=by, what="route.removed", target=f"{row.pk} {row.name}", before=told(row))
        transaction.on_commit(snapshot.forget)


def note_turns(people: Iterable[int], *, at: datetime) -> None:
    """These people were given something now."""
    turns = [Turn(user_id=pk, at=at) for pk in sorted(set(people))]
    Turn.objects.bulk_create(turns, update_conflicts=True, unique_fields=["user"], update_fields=["at"])


def told(row: Route) -> dict[str, Any]:
    """A route in the record of changes."""
    return {
        "name": row.name,
        "is_active": row.is_active,
        "fits": row.fits,
        "team": row.to_team.name if row.to_team else "",
        "assigns": row.assigns,
        "skill": row.skill.name if row.skill else "",
        "speaks": row.speaks,
        "most": row.most,
        "same_agent": row.same_agent,
        "weight": row.weight,
    }


def _end() -> int:
    return int(Route.objects.filter(is_last=False).aggregate(end=Max("order"))["end"] or 0) + 1


def _held(row: Route, seen: str) -> Route:
    held = Route.objects.select_for_update(of=("self",)).select_related("to_team", "skill").get(pk=row.pk)
    if seen and mark(held) != seen:
        raise ChangedMeanwhile(held)
    return held
