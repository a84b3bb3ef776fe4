"""Gaps put right by hand: two tasks that are one, and one task that is two."""

from collections.abc import Collection

from django.db import transaction

from rafeeq.knowledge.models import Gap, Sighting
from rafeeq.staff.models import User
from rafeeq.system.actions import audit


class NotRegrouped(ValueError):
    """A gap cannot take in itself, nor be left without anything; closed ones stay as they are."""


def merge(gap: Gap, other: Gap, *, by: User) -> Gap:
    """Put all that was seen of the other into the first; the other is no task any more."""
    with transaction.atomic():
        held = {pk: _open(pk) for pk in sorted({gap.pk, other.pk})}  # in one order, or two people wait for each other
        if len(held) < 2:
            raise NotRegrouped
        kept, gone = held[gap.pk], held[other.pk]
        Sighting.objects.filter(gap=gone).update(gap=kept)
        kept.owner_id = kept.owner_id or gone.owner_id
        gone.delete()
        _recount(kept)
        audit(by=by, what="gap.merged", target=str(kept.pk), after={"with": other.pk, "count": kept.count})
    return kept


def split(gap: Gap, sightings: Collection[int], *, by: User) -> Gap:
    """Make a task of its own out of some of what was seen; it begins with the words of the first of it."""
    with transaction.atomic():
        held = _open(gap.pk)
        chosen = list(Sighting.objects.filter(gap=held, pk__in=sightings).order_by("at", "pk"))
        if not chosen or not Sighting.objects.filter(gap=held).exclude(pk__in=[row.pk for row in chosen]).exists():
            raise NotRegrouped
        new = Gap.objects.create(words=chosen[0].text, opened_at=chosen[0].at, last_at=chosen[-1].at)
        Sighting.objects.filter(pk__in=[row.pk for row in chosen]).update(gap=new)
        _recount(held)
        _recount(new)
        audit(by=by, what="gap.split", target=str(held.pk), after={"into": new.pk, "count": new.count})
    return new


def _open(pk: int) -> Gap:
    held = Gap.objects.select_for_update().filter(pk=pk, closed_at=None).first()
    if held is None:
        raise NotRegrouped
    return held


def _recount(gap: Gap) -> None:
    """Count its contacts anew: what was seen twice in one ticket is one."""
    rows = list(Sighting.objects.filter(gap=gap).order_by("at").values_list("ticket", "at"))
    gap.count = len({ticket for ticket, _at in rows} - {None}) + sum(ticket is None for ticket, _at in rows)
    gap.opened_at, gap.last_at = rows[0][1], rows[-1][1]
    gap.save()
