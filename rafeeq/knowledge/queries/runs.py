"""Which procedures stand for a ticket, how far each has come, and what still holds a claim back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rafeeq.knowledge.models import Procedure, ProcedureVersion, Run, Step, StepDone, StepFault
from rafeeq.system.statements import asked
from rafeeq.tickets.models import Ticket

Bound = Procedure.reasons.through


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a checklist, and what became of it."""

    step: Step
    done: StepDone | None

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor left out with a reason."""
        return self.done is None


@dataclass(frozen=True, slots=True)
class Checklist:
    """One procedure for one ticket: the version it was begun with, or the one in force."""

    procedure: Procedure
    version: ProcedureVersion
    run: Run | None
    lines: Sequence[Line]

    @property
    def settled(self) -> int:
        """How many steps are done or left out with a reason."""
        return sum(not line.is_open for line in self.lines)

    @property
    def holds_back(self) -> Line | None:
        """The first step that holds a claim back."""
        return next((line for line in self.lines if line.step.gates_claim and line.is_open), None)


def begun(ticket: str = "number") -> tuple[Exists, Exists]:
    """For a statement over tickets: whether a procedure stands for its reason, and whether calm mode runs."""
    stands = Bound.objects.filter(
        Q(reason=OuterRef("reason")) | Q(reason=OuterRef("reason__parent")), procedure__is_active=True
    )
    return Exists(stands), Exists(Run.objects.filter(ticket=OuterRef(ticket), is_calm=True))


def checklists(ticket: Ticket, *, now: datetime | None = None) -> list[Checklist]:
    """The procedures that stand for a ticket: calm mode if it runs, and the one of its reason; at most five queries."""
    now, runs = now or timezone.now(), list(_runs(ticket))
    found: list[tuple[ProcedureVersion, Run | None]] = [(run.version, run) for run in runs if run.is_calm]
    central = _central(ticket)
    if central is not None:
        mine = [run for run in runs if central in (run.version.procedure_id, run.version.procedure.parent_id)]
        if mine:
            found.append((mine[-1].version, mine[-1]))
        elif (version := _in_force(central, ticket.branch_id, now)) is not None:
            found.append((version, None))
    return _with_lines(found)


def open_gates(ticket: Ticket) -> list[tuple[Checklist, Line]]:
    """What holds a claim back: the first such step of each procedure. Mostly one query, and none without a reason."""
    if ticket.reason_id is None and not asked(_calm, ticket.number):
        return []
    return [(one, one.holds_back) for one in checklists(ticket) if one.holds_back is not None]


def checklist_with(ticket: Ticket, step: int) -> tuple[Checklist, Line] | None:
    """The checklist of this ticket in which a step stands, and its line."""
    return next(((one, line) for one in checklists(ticket) for line in one.lines if line.step.pk == step), None)


def faults_in(ticket: Ticket) -> list[StepFault]:
    """What was said in this ticket to be wrong with steps, and the answers."""
    return list(StepFault.objects.filter(ticket=ticket).order_by("pk")[:50])


def calm_run(ticket: Ticket) -> Run | None:
    """The run of calm mode in this ticket."""
    return Run.objects.filter(ticket=ticket, is_calm=True).select_related("version").first()


def calm_version(branch: int, now: datetime) -> ProcedureVersion | None:
    """The version of calm mode that is in force for a branch."""
    central = Procedure.objects.filter(is_calm=True, parent=None, is_active=True).values_list("pk", flat=True).first()
    return _in_force(central, branch, now) if central is not None else None


def _calm(number: int) -> QuerySet[Run, tuple[int]]:
    return Run.objects.filter(ticket=number, is_calm=True).values_list("pk")[:1]


def _runs(ticket: Ticket) -> QuerySet[Run]:
    return Run.objects.filter(ticket=ticket).select_related("version__procedure").order_by("pk")


def _central(ticket: Ticket) -> int | None:
    """The central procedure of the ticket's reason, else of the reason above it."""
    if ticket.reason_id is None:
        return None
    rows = {reason: (procedure, above) for reason, procedure, above in asked(_bound, ticket.reason_id)}
    nearest = rows.get(ticket.reason_id) or next(iter(rows.values()), None)
    return nearest[0] if nearest else None


def _bound(reason: int):  # type: ignore[no-untyped-def]
    here = Q(reason=reason) | Q(reason__parts=reason)
    return (
        Bound.objects.filter(here, procedure__is_active=True, procedure__parent=None)
        .distinct()
        .values_list("reason_id", "procedure_id", "reason__parent_id")
    )


def _in_force(central: int, branch: int, now: datetime) -> ProcedureVersion | None:
    """The version in force of the branch's copy, else of the central procedure."""
    of = Q(procedure=central) | Q(procedure__parent=central, procedure__branch=branch)
    versions = ProcedureVersion.objects.filter(of, applies_from__lte=now, procedure__is_active=True)
    ordered = versions.select_related("procedure").order_by("-applies_from", "-number")
    found: dict[bool, ProcedureVersion] = {}
    for version in ordered[:200]:
        found.setdefault(version.procedure_id != central, version)
    return found.get(True) or found.get(False)


def _with_lines(found: Sequence[tuple[ProcedureVersion, Run | None]]) -> list[Checklist]:
    if not found:
        return []
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(version__in=[version for version, _run in found]).order_by("place"):
        steps.setdefault(step.version_id, []).append(step)
    runs = [run for _version, run in found if run is not None]
    rows = StepDone.objects.filter(run__in=runs).select_related("by") if runs else ()
    done = {row.step_id: row for row in rows}
    return [
        Checklist(
            version.procedure, version, run, [Line(step, done.get(step.pk)) for step in steps.get(version.pk, [])]
        )
        for version, run in found
    ]
