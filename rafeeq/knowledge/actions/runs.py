"""Going through a procedure in a ticket: steps done, left out with a reason, or said to be wrong."""

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.models import ProcedureVersion, Run, StepDone, StepFault
from rafeeq.knowledge.queries.runs import Checklist, Line, calm_run, checklist_with
from rafeeq.lib.text import without_nul
from rafeeq.staff.models import User
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Ticket

LONGEST = 2000


class NotOfThisTicket(LookupError):
    """The step belongs to no procedure that stands for this ticket now."""


class NoWords(ValueError):
    """A deviation without a reason, or a fault without words."""


def do(ticket: Ticket, step: int, *, by: User) -> None:
    """A step is done. Twice is as once; one that was left out is done after all. Raises NotOfThisTicket."""
    _settle(ticket, step, by=by, deviation="")


def deviate(ticket: Ticket, step: int, *, by: User, why: str) -> None:
    """A step is left out, and why. Raises NoWords, NotOfThisTicket."""
    if not why.strip():
        raise NoWords
    _settle(ticket, step, by=by, deviation=without_nul(why).strip()[:LONGEST])


def _settle(ticket: Ticket, step: int, *, by: User, deviation: str) -> None:
    with transaction.atomic():
        ticket = locked(ticket)
        found, line = _found(ticket, step)
        if line.done is not None and line.done.deviation == deviation:
            return
        run = found.run or Run.objects.create(ticket=ticket, version=found.version, started_by=by)
        values = {"by": by, "at": timezone.now(), "is_deviation": bool(deviation), "deviation": deviation}
        StepDone.objects.update_or_create(run=run, step=line.step, defaults=values)
        kind = "procedure.deviated" if deviation else "procedure.step_done"
        append(ticket, kind, by=staff(by), data={"procedure": found.procedure.pk, "step": line.step.pk})
        save(ticket)


def take_back(ticket: Ticket, step: int, *, by: User) -> None:
    """A step was ticked by mistake: it is open again. Raises NotOfThisTicket."""
    with transaction.atomic():
        ticket = locked(ticket)
        found, line = _found(ticket, step)
        if line.done is None:
            return
        StepDone.objects.filter(pk=line.done.pk).delete()
        data = {"procedure": found.procedure.pk, "step": line.step.pk}
        append(ticket, "procedure.step_reopened", by=staff(by), data=data)
        save(ticket)


def say_wrong(ticket: Ticket, step: int, *, by: User, text: str) -> StepFault:
    """Somebody says that a step is wrong; who owns the procedure hears of it. Raises NoWords, NotOfThisTicket."""
    if not text.strip():
        raise NoWords
    with transaction.atomic():
        ticket = locked(ticket)
        found, line = _found(ticket, step)
        fault = StepFault.objects.create(step=line.step, ticket=ticket, by=by, text=without_nul(text).strip()[:LONGEST])
        data = {"procedure": found.procedure.pk, "step": line.step.pk, "fault": fault.pk}
        append(ticket, "procedure.step_faulted", by=staff(by), data=data)
        save(ticket)
    return fault


def begin_calm(ticket: Ticket, version: ProcedureVersion, *, by: User) -> Run:
    """Calm mode begins in this ticket; once is enough."""
    with transaction.atomic():
        ticket = locked(ticket)
        run = calm_run(ticket)
        if run is None:
            run = Run.objects.create(ticket=ticket, version=version, is_calm=True, started_by=by)
            append(ticket, "procedure.calm_begun", by=staff(by), data={"procedure": version.procedure_id})
            save(ticket)
    return run


def _found(ticket: Ticket, step: int) -> tuple[Checklist, Line]:
    found = checklist_with(ticket, step)
    if found is None:
        raise NotOfThisTicket(step)
    return found
