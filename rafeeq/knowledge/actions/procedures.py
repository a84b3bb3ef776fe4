"""The verbs of procedures: written as a draft, published as a version, copied for a branch; every change is audited."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.models import Procedure, ProcedureVersion, Step, StepFault, Unwritten
from rafeeq.knowledge.queries import procedures as queries
from rafeeq.knowledge.rules.procedures import MOST_STEPS, StepWords, inherited, lacking, overridden
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import Branch, User
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint
from rafeeq.tickets.models import Reason

WORDS = ("why", "example", "counter_example", "avoid")


class ReasonTaken(ValueError):
    """A reason has a procedure already; `args` hold the reason's name and the procedure's."""


class LockedStep(ValueError):
    """A branch copy changes, moves or leaves out a step that the central procedure has locked."""

    def __init__(self, step: StepWords) -> None:
        super().__init__(step.text)
        self.step = step


class Lacking(ValueError):
    """What must be there before a procedure is published; `args[0]` is what `rules.lacking` found."""


class Changed(Exception):
    """Nothing was saved: somebody else has changed the procedure meanwhile."""


class CopyExists(ValueError):
    """This branch has a copy of the procedure already, or the central one was never published."""


def new_key() -> str:
    """A key for a step that no version has yet."""
    return secrets.token_hex(4)


def mark(row: Procedure) -> str:
    """A short mark of a procedure with its newest words, to see whether somebody changed it since."""
    version = queries.draft_of(row) or queries.newest(row)
    reasons = sorted(row.reasons.values_list("pk", flat=True))
    words: list[Any] = [row.name, row.owner_id, row.is_active, reasons]
    if version is not None:
        words += [version.pk, version.changed_at.isoformat()]
    return fingerprint(words)


def make(*, by: User, name: str, reasons: Sequence[Reason], owner: User | None) -> Procedure:
    """A central procedure without words yet. Raises ReasonTaken, ValueError without a name."""
    with transaction.atomic():
        row = Procedure(owner=owner or by)
        _name(row, name, reasons)
        audit(by=by, what="procedure.made", target=_target(row), after=_told(row))
    return row


def _name(row: Procedure, name: str, reasons: Sequence[Reason]) -> None:
    row.name = one_line(name)[:120]
    if not row.name:
        raise ValueError("a procedure needs a name")
    taken = queries.taken_reasons(row if row.pk else None)
    for reason in reasons:
        if reason.pk in taken:
            raise ReasonTaken(reason.name, taken[reason.pk])
    row.save()
    row.reasons.set(reasons)


def write(
    row: Procedure,
    *,
    by: User,
    name: str,
    reasons: Sequence[Reason],
    owner: User | None,
    words: dict[str, str],
    steps: Sequence[StepWords],
    seen: str = "",
) -> ProcedureVersion:
    """Save the draft as it stands; one that is not whole yet may be saved. `seen`: the `mark` that was before them.

    Raises Changed, ReasonTaken, LockedStep, ValueError for more than MOST_STEPS.
    """
    if len(steps) > MOST_STEPS:
        raise ValueError("too many steps")
    with transaction.atomic():
        row = Procedure.objects.select_for_update().get(pk=row.pk)
        if seen and mark(row) != seen:
            raise Changed
        before = _told(row)
        row.owner = owner or row.owner
        _name(row, name, reasons if row.parent_id is None and not row.is_calm else list(row.reasons.all()))
        if row.parent_id is not None:
            steps = _as_copy(row, steps)
        if _told(row) != before:
            audit(by=by, what="procedure.changed", target=_target(row), before=before, after=_told(row))
        return _draft(row, words, steps)


def _as_copy(row: Procedure, steps: Sequence[StepWords]) -> list[StepWords]:
    """The copy's steps, which lock nothing of their own. Raises LockedStep."""
    central = queries.words_of(queries.newest(row.parent)) if row.parent else []
    locked = {step.key for step in central if step.is_locked}
    steps = [replace(step, is_locked=step.key in locked) for step in steps]
    if (step := overridden(central, steps)) is not None:
        raise LockedStep(step)
    return steps


def _draft(row: Procedure, words: dict[str, str], steps: Sequence[StepWords]) -> ProcedureVersion:
    draft = queries.draft_of(row)
    if draft is None:
        last = queries.newest(row)
        draft = ProcedureVersion(procedure=row, number=last.number + 1 if last else 1)
    for name in WORDS:
        setattr(draft, name, without_nul(words.get(name, "")).strip())
    draft.changed_at = timezone.now()
    draft.save()
    draft.steps.all().delete()
    _write_steps(draft, steps)
    return draft


def _write_steps(version: ProcedureVersion, steps: Sequence[StepWords]) -> None:
    Step.objects.bulk_create(
        Step(
            version=version,
            place=place,
            key=step.key,
            text=one_line(step.text)[:500],
            why=one_line(step.why)[:500],
            need=one_line(step.need)[:200],
            is_locked=step.is_locked,
            gates_claim=step.gates_claim,
        )
        for place, step in enumerate(steps, 1)
    )


def publish(row: Procedure, *, by: User | None, applies_from: datetime | None = None) -> ProcedureVersion:
    """Make the draft the next version, and bring what it locks into the copies of branches.

    Tickets in which it was begun stay with their version. Raises Lacking, LockedStep, ProcedureVersion.DoesNotExist.
    """
    with transaction.atomic():
        row = Procedure.objects.select_for_update().get(pk=row.pk)
        draft = row.versions.select_for_update().get(published_at=None)
        steps = queries.words_of(draft)
        if row.parent_id is not None:
            _as_copy(row, steps)
        bound = row.is_calm or row.parent_id is not None or row.reasons.exists()
        if found := lacking(draft.why, draft.example, draft.counter_example, steps, reasons=bound):
            raise Lacking(found)
        before = queries.words_of(queries.newest(row))
        _publish(draft, by=by, applies_from=applies_from)
        for copy in Procedure.objects.select_for_update().filter(parent=row, is_active=True):
            _bring_into(copy, before, steps, by=by, applies_from=draft.applies_from)
    return draft


def _publish(draft: ProcedureVersion, *, by: User | None, applies_from: datetime | None) -> None:
    now = timezone.now()
    draft.published_at, draft.published_by = now, by
    draft.applies_from = max(applies_from or now, now)
    draft.save(update_fields=["published_at", "published_by", "applies_from"])
    target = f"{draft.procedure_id} {draft.procedure.name}"
    audit(by=by, what="procedure.published", target=target, after={"number": draft.number})


def _bring_into(
    copy: Procedure,
    before: Sequence[StepWords],
    after: Sequence[StepWords],
    *,
    by: User | None,
    applies_from: datetime | None,
) -> None:
    """The next version of a branch copy, after its central procedure has changed; its open draft is brought along."""
    last, draft = queries.newest(copy), queries.draft_of(copy)
    was = queries.words_of(last)
    steps = inherited(before, after, was)
    is_new = last is not None and steps != was
    if draft is not None:
        mine = inherited(before, after, queries.words_of(draft))
        draft.number += int(is_new)
        draft.changed_at = timezone.now()
        draft.save(update_fields=["number", "changed_at"])
        draft.steps.all().delete()
        _write_steps(draft, mine)
    if last is None or not is_new:
        return
    made = ProcedureVersion(procedure=copy, number=last.number + 1)
    for name in WORDS:
        setattr(made, name, getattr(last, name))
    # Published at once, so that there is never a second draft beside the branch's own.
    now = timezone.now()
    made.published_at, made.published_by, made.applies_from = now, by, max(applies_from or now, now)
    made.save()
    _write_steps(made, steps)
    audit(by=by, what="procedure.published", target=_target(copy), after={"number": made.number})


def copy_for(row: Procedure, branch: Branch, *, by: User) -> Procedure:
    """A branch's own copy, with a draft that says what the central one says. Raises CopyExists."""
    version = queries.newest(row)
    with transaction.atomic():
        Procedure.objects.select_for_update().get(pk=row.pk)
        if row.parent_id is not None or version is None or row.copies.filter(branch=branch, is_active=True).exists():
            raise CopyExists
        copy = Procedure.objects.create(
            name=row.name, owner=by, branch=branch, parent=row, is_calm=row.is_calm, is_active=True
        )
        _draft(copy, {name: getattr(version, name) for name in WORDS}, queries.words_of(version))
        audit(by=by, what="procedure.made", target=_target(copy), after=_told(copy))
    return copy


def retire(row: Procedure, *, by: User) -> None:
    """Take a procedure and its copies out of use; what was done by it stays told."""
    with transaction.atomic():
        for one in Procedure.objects.select_for_update().filter(
            pk__in=[row.pk, *(c.pk for c in queries.copies_of(row))]
        ):
            one.reasons.clear()
            one.is_active = False
            one.save(update_fields=["is_active"])
            audit(by=by, what="procedure.removed", target=_target(one), before={"name": one.name})


def settle_fault(fault: StepFault, *, by: User, answer: str) -> None:
    """Say what became of a fault that somebody found in a step. Raises ValueError without an answer."""
    if not answer.strip():
        raise ValueError("a fault is settled with an answer")
    with transaction.atomic():
        settled = StepFault.objects.filter(pk=fault.pk, settled_at=None).update(
            settled_at=timezone.now(), settled_by=by, answer=without_nul(answer).strip()[:2000]
        )
        if settled:
            # The words themselves stay with the fault: it may have been found in a matter that few may know of.
            audit(by=by, what="procedure.fault_settled", target=_target(fault.step.version.procedure))


def set_aside(task: Unwritten, *, by: User, why: str) -> None:
    """Nobody needs a procedure for this reason. Raises ValueError without a why."""
    if not why.strip():
        raise ValueError("a task is set aside with a reason")
    why = one_line(why)[:500]
    with transaction.atomic():
        done = Unwritten.objects.filter(pk=task.pk, set_aside_at=None).update(
            set_aside_at=timezone.now(), set_aside_by=by, why=why
        )
        if done:
            audit(by=by, what="procedure.not_needed", target=f"{task.reason_id} {task.reason.name}", after=why)


def _target(row: Procedure) -> str:
    return f"{row.pk} {row.name}"


def _told(row: Procedure) -> dict[str, object]:
    return {
        "name": row.name,
        "reasons": sorted(row.reasons.values_list("name", flat=True)) if row.pk else [],
        "owner": row.owner.name if row.owner else None,
        "branch": row.branch.name if row.branch else None,
    }
