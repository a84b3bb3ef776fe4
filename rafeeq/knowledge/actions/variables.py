"""The verbs of values and shelves; every change is audited, for it changes what many articles say."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.knowledge import jobs
from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions.anew import hours_said
from rafeeq.knowledge.models import Topic, Variable
from rafeeq.knowledge.rules.variables import is_key
from rafeeq.lib.text import one_line
from rafeeq.staff.models import Calendar, User
from rafeeq.staff.rules import may_validate_articles
from rafeeq.system.actions import audit


class BadKey(ValueError):
    """A key is made of words of letters, digits and underscores, joined by dots."""


class Taken(ValueError):
    """Another variable, or another shelf, is called so already."""


class StillSaid(ValueError):
    """Articles that people read still say this variable; `args[0]` is how many editions."""


def save_variable(
    row: Variable | None,
    *,
    by: User,
    key: str,
    value: str,
    value_en: str = "",
    note: str = "",
    calendar: Calendar | None = None,
) -> Variable:
    """Keep a value; a changed one is written into every article that says it, by one job.

    The key of one that is kept never changes, for texts say it. Raises MayNotWrite, BadKey, Taken.
    """
    if not may_validate_articles(by.role):
        raise MayNotWrite
    key = row.key if row else one_line(key).strip("{} ")
    if not is_key(key):
        raise BadKey
    try:
        with transaction.atomic():
            kept = Variable.objects.select_for_update().get(pk=row.pk) if row else Variable(key=key)
            before = _told(kept) if row else None
            kept.value, kept.value_en, kept.note = one_line(value)[:500], one_line(value_en)[:500], one_line(note)[:300]
            kept.calendar, kept.changed_at, kept.changed_by = calendar, timezone.now(), by
            if calendar is not None:
                told = hours_said(calendar)
                kept.value, kept.value_en = told["ar"], told["en"]
            kept.save()
            after = _told(kept)
            if before != after:
                audit(
                    by=by, what="variable.changed" if row else "variable.made", target=key, before=before, after=after
                )
            if before and said_of(before) != said_of(after):
                jobs.say_it_anew.enqueue(kept.pk)
    except IntegrityError:
        raise Taken from None
    return kept


def said_of(told: dict[str, Any]) -> tuple[Any, Any]:
    """What articles say of a value."""
    return told["value"], told["value_en"]


def remove_variable(row: Variable, *, by: User) -> None:
    """Forget a value that no article says. Raises MayNotWrite, StillSaid."""
    if not may_validate_articles(by.role):
        raise MayNotWrite
    with transaction.atomic():
        if said := row.mentions.count():
            raise StillSaid(said)
        audit(by=by, what="variable.removed", target=row.key, before=_told(row))
        row.delete()


def save_topic(
    row: Topic | None, *, by: User, name: str, name_en: str = "", position: int = 0, is_active: bool = True
) -> Topic:
    """Make a shelf or change one; one out of use takes its articles out of the customers' sight. Raises MayNotWrite,
    ValueError without a name."""
    if not may_validate_articles(by.role):
        raise MayNotWrite
    if not one_line(name):
        raise ValueError("name")
    with transaction.atomic():
        kept = Topic.objects.select_for_update().get(pk=row.pk) if row else Topic()
        before = _shelf(kept) if row else None
        kept.name, kept.name_en = one_line(name)[:120], one_line(name_en)[:120]
        kept.position, kept.is_active = position, is_active
        kept.save()
        what = "topic.changed" if row else "topic.made"
        if before != _shelf(kept):
            audit(by=by, what=what, target=f"{kept.pk} {kept.name}", before=before, after=_shelf(kept))
    return kept


def _told(row: Variable) -> dict[str, Any]:
    calendar = row.calendar.name if row.calendar else ""
    return {"value": row.value, "value_en": row.value_en, "note": row.note, "calendar": calendar}


def _shelf(row: Topic) -> dict[str, Any]:
    return {"name": row.name, "name_en": row.name_en, "position": row.position, "in use": row.is_active}
