"""Two records turn out to be one person: everything moves to the record that stays, and can be moved back exactly."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from rafeeq.customers.actions.records import PREFERENCES
from rafeeq.customers.models import Address, Customer, Merge
from rafeeq.customers.rules import fold
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_erase
from rafeeq.system.actions import audit

# What the record that stays takes over where it has nothing of its own.
FILLED = (
    "name",
    "organisation_id",
    "branch_id",
    "external_id",
    *PREFERENCES,
    "hold_reason",
    "hold_since",
    "hold_by_id",
)
# And this whole, where the other one's ends later.
RESTRICTION = ("restricted_until", "restricted_why", "restricted_by_id")


class NotOnePerson(Exception):
    """These two cannot be merged: the same record, or one that has gone or was erased."""


class NotAllowed(Exception):
    """This person's role does not decide that."""


class LaterMergeStands(Exception):
    """The record went into another one since; that has to be undone first."""


def merge(kept: Customer, gone: Customer, *, by: User) -> Merge:
    """Move everything of `gone` to `kept`. The timelines stay as they were written. Raises NotAllowed, NotOnePerson."""
    if not may_erase(by.role):
        raise NotAllowed
    with transaction.atomic():
        both = {
            row.pk: row for row in Customer.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")
        }
        if len(both) < 2 or any(row.merged_into_id or row.erased_at for row in both.values()):
            raise NotOnePerson
        kept, gone = both[kept.pk], both[gone.pk]
        before: dict[str, Any] = {"primary": _give_up_primary(kept, gone)}
        before |= _fill(kept, gone)
        moved = {name: _move(model, field, gone, kept) for name, model, field in _relations()}
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        row = Merge.objects.create(
            kept=kept, gone=gone, by=by, moved={name: pks for name, pks in moved.items() if pks}, before=before
        )
        audit(by=by, what="customer.merged", target=f"customer {kept.pk}", after={"customer": gone.pk, "merge": row.pk})
    return row


def undo(done: Merge, *, by: User) -> None:
    """Put everything back that was moved, and leave what has come since. Raises NotAllowed, LaterMergeStands."""
    if not may_erase(by.role):
        raise NotAllowed
    with transaction.atomic():
        done = Merge.objects.select_for_update().get(pk=done.pk)
        rows = {
            row.pk: row
            for row in Customer.objects.select_for_update().filter(pk__in=(done.kept_id, done.gone_id)).order_by("pk")
        }
        kept, gone = rows[done.kept_id], rows[done.gone_id]
        if done.undone_at or kept.merged_into_id or kept.erased_at:
            raise LaterMergeStands
        for name, model, field in _relations():
            rest = model._base_manager.filter(**{field: kept.pk}, pk__in=done.moved.get(name, []))
            rest.update(**{field: gone.pk})
        _restore(kept, done.before.get("kept", {}), done.before.get("set", {}))
        _restore(gone, done.before.get("gone", {}), None)
        gone.merged_into = None
        gone.save(update_fields=["merged_into"])
        Address.objects.filter(pk__in=done.before.get("primary", []), customer=gone).update(is_primary=True)
        done.undone_at, done.undone_by = timezone.now(), by
        done.save(update_fields=["undone_at", "undone_by"])
        audit(by=by, what="customer.merge_undone", target=f"customer {kept.pk}", after={"customer": gone.pk})


def _relations() -> Iterator[tuple[str, type[models.Model], str]]:
    """Every column of every table that names a customer: its name in a merge, its table and its field."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Customer and model not in {Customer, Merge}:
                yield f"{model._meta.label_lower}.{field.name}", model, field.name


def _move(model: type[models.Model], field: str, gone: Customer, kept: Customer) -> list[Any]:
    rows = model._base_manager.filter(**{field: gone.pk})
    pks = list(rows.values_list("pk", flat=True))
    if pks:
        rows.update(**{field: kept.pk})
    return pks


def _give_up_primary(kept: Customer, gone: Customer) -> list[int]:
    """The first addresses of the record that goes, where the one that stays has a first one of the same kind."""
    firsts = Address.objects.filter(customer=kept, is_primary=True).values("kind")
    given_up = Address.objects.filter(
        customer=gone, is_primary=True, kind__in=list(firsts.values_list("kind", flat=True))
    )
    pks = list(given_up.values_list("pk", flat=True))
    Address.objects.filter(pk__in=pks).update(is_primary=False)
    return pks


def _fill(kept: Customer, gone: Customer) -> dict[str, Any]:
    """Take over what the kept record lacks; the columns of both as they were, and as they were set."""
    lacks = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
    if gone.restricted_until and (kept.restricted_until is None or gone.restricted_until > kept.restricted_until):
        lacks += RESTRICTION
    was = {name: _plain(getattr(kept, name)) for name in lacks}
    taken = {name: getattr(gone, name) for name in lacks}
    left = {}
    if "external_id" in lacks:  # it names one record alone
        left["external_id"], gone.external_id = gone.external_id, ""
        gone.save(update_fields=["external_id"])
    for name, value in taken.items():
        setattr(kept, name, value)
    if lacks:
        kept.folded = fold(kept.name)
        kept.save()
    return {"kept": was, "gone": left, "set": {name: _plain(value) for name, value in taken.items()}}


def _restore(row: Customer, was: dict[str, Any], unless_changed: dict[str, Any] | None) -> None:
    """Write columns back; what somebody has changed since the merge stays."""
    fields = {field.attname: field for field in Customer._meta.concrete_fields}
    for name, value in was.items():
        if unless_changed is None or _plain(getattr(row, name)) == unless_changed.get(name):
            setattr(row, name, fields[name].to_python(value))
    row.folded = fold(row.name)
    row.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, time) or hasattr(value, "isoformat") else value
