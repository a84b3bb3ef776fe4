"""Departments and skills: make, change, dissolve. What happened there stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.lib.text import one_line
from rafeeq.staff.models import Calendar, Department, Skill, User
from rafeeq.staff.rules import climbs_in_a_circle
from rafeeq.system.actions import audit


def make_department(
    *, name: str, head: User | None, above: Department | None, calendar: Calendar | None, by: User
) -> Department:
    """Another department. Raises ValidationError when the name is in use."""
    with transaction.atomic():
        made = Department(name=_named(name, 120), head=head, above=above, calendar=calendar)
        _keep(made)
        audit(by=by, what="department.made", target=made.name, after=_told(made))
    return made


def change_department(
    department: Department,
    *,
    name: str,
    head: User | None,
    above: Department | None,
    calendar: Calendar | None,
    by: User,
) -> None:
    """Its name, who heads it, what stands above it, its hours. Raises ValidationError; above it is never itself."""
    with transaction.atomic():
        # All are held: two people could otherwise make a circle of two halves that were each right.
        rows = {one.pk: one for one in Department.objects.select_for_update(of=("self",)).order_by("pk")}
        held = rows[department.pk]
        before = _told(held)
        parents = {pk: one.above_id for pk, one in rows.items()} | {held.pk: above.pk if above else None}
        if climbs_in_a_circle(held.pk, parents):
            raise ValidationError(
                {"above": _("This department would stand above itself, and nothing could climb out.")}
            )
        held.name, held.head, held.above, held.calendar = _named(name, 120), head, above, calendar
        _keep(held)
        after = _told(held)
        if before != after:
            audit(by=by, what="department.changed", target=held.name, before=before, after=after)


def dissolve_department(department: Department, *, by: User) -> None:
    """Nobody is asked there any more. Raises ValidationError while people sit in it or others stand below it."""
    with transaction.atomic():
        held = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
        if held.dissolved_at is not None:
            return
        below = held.below.filter(dissolved_at=None).exists()
        if below or held.seats.filter(user__is_active=True).exists():
            raise ValidationError(_("Its people and the departments below it must move first."))
        before = _told(held)
        held.dissolved_at, held.name = timezone.now(), f"{held.name[:100]} #{held.pk}"
        held.save(update_fields=["dissolved_at", "name"])
        audit(by=by, what="department.dissolved", target=department.name, before=before)


def make_skill(*, name: str, by: User) -> Skill:
    """Another skill. Raises ValidationError when it is there already."""
    with transaction.atomic():
        made = Skill(name=_named(name, 80))
        _keep(made)
        audit(by=by, what="skill.made", target=made.name)
    return made


def rename_skill(skill: Skill, *, name: str, by: User) -> None:
    """Another name. Raises ValidationError when it is in use."""
    with transaction.atomic():
        before, skill.name = skill.name, _named(name, 80)
        if before != skill.name:
            _keep(skill)
            audit(by=by, what="skill.renamed", target=skill.name, before=before, after=skill.name)


def remove_skill(skill: Skill, *, by: User) -> None:
    """Nobody has it any more. Raises ValidationError while something else needs it."""
    name = skill.name
    try:
        with transaction.atomic():
            skill.delete()
            audit(by=by, what="skill.removed", target=name)
    except ProtectedError as used:
        raise ValidationError(_("Something still asks for this skill.")) from used


def _keep(row: Department | Skill) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise ValidationError({"name": _("This name is in use already.")}) from clash


def _named(name: str, longest: int) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError({"name": _("A name is needed.")})
    return name[:longest]


def _told(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "head": str(department.head) if department.head else None,
        "above": str(department.above) if department.above else None,
        "calendar": str(department.calendar) if department.calendar else None,
    }
