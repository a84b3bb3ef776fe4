"""Grant something to the customer, or ask for leave to; what comes of both is on the timeline."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked, save, staff
from rafeeq.tickets.models import Approval, Remedy, Ticket

Decision = Approval.Decision
DECIDED = {
    Decision.GRANTED: "approval.granted",
    Decision.REFUSED: "approval.refused",
    Decision.WITHDRAWN: "approval.withdrawn",
}


class DecidedAlready(Exception):
    """The approval has been decided; `approval` tells how."""

    def __init__(self, approval: Approval) -> None:
        super().__init__(str(approval))
        self.approval = approval


class AlreadyDone(Exception):
    """What was granted has been carried out; nothing can be told of it that goes back behind that."""


def order(
    ticket: Ticket, *, by: User, act: str, amount: Decimal | None, currency: str, why: str,
    approval: Approval | None = None,
) -> Remedy:  # fmt: skip
    """Grant it: the row, and the event by which the company's own systems hear of it."""
    with transaction.atomic():
        ticket = locked(ticket)
        made = Remedy.objects.create(
            ticket=ticket, act=act, amount=amount, currency=currency, why=why, by=by, approval=approval
        )
        append(ticket, "remedy.ordered", by=staff(by), at=made.at, data={"remedy": made.pk, "act": act})
        save(ticket)
    return made


def ask(
    ticket: Ticket, *, by: User, act: str, amount: Decimal | None, currency: str, why: str, due_at: datetime
) -> Approval:
    """Ask somebody with more authority to approve it until then."""
    with transaction.atomic():
        ticket = locked(ticket)
        made = Approval.objects.create(
            ticket=ticket, act=act, amount=amount, currency=currency, why=why, asked_by=by, due_at=due_at
        )
        append(ticket, "approval.asked", by=staff(by), at=made.asked_at, data={"approval": made.pk, "act": act})
        save(ticket)
    return made


def decide(approval: Approval, *, by: User, decision: str, note: str = "") -> Approval:
    """Approve, refuse or take back; what is approved is granted at once in the asker's name. Raises DecidedAlready."""
    decision = Decision(decision)
    with transaction.atomic():
        ticket = locked(approval.ticket)
        held = _held(approval.pk)
        if held.decision:
            raise DecidedAlready(held)
        held.decision, held.decided_by, held.decided_at, held.note = decision, by, timezone.now(), note
        held.save(update_fields=["decision", "decided_by", "decided_at", "note"])
        data = {"approval": held.pk, "act": held.act}
        append(ticket, DECIDED[decision], by=staff(by), at=held.decided_at, data=data)
        save(ticket)
        if decision == Decision.GRANTED:
            order(
                ticket, by=held.asked_by, act=held.act, amount=held.amount, currency=held.currency, why=held.why,
                approval=held,
            )  # fmt: skip
    return held


def escalate(approval: Approval, *, at: datetime) -> bool:
    """Nobody has decided in time; false when somebody has meanwhile, or it was taken further up already."""
    with transaction.atomic():
        ticket = locked(approval.ticket)
        held = _held(approval.pk)
        if held.decision or held.escalated_at is not None:
            return False
        held.escalated_at = at
        held.save(update_fields=["escalated_at"])
        append(ticket, "approval.escalated", by=SYSTEM, at=at, data={"approval": held.pk, "act": held.act})
        save(ticket)
    return True


def tell_back(remedy: Remedy, *, by: User, state: str, reference: str = "") -> Remedy:
    """What became of it in the system that carries it out; telling the same twice changes nothing.

    Raises AlreadyDone.
    """
    with transaction.atomic():
        ticket = locked(remedy.ticket)
        held = Remedy.objects.select_for_update(of=("self",)).select_related("by").get(pk=remedy.pk)
        if held.state == state and held.reference == (reference or held.reference):
            return held
        if held.state == Remedy.State.DONE and state != held.state:
            raise AlreadyDone
        is_new = held.state != state
        held.state, held.reference = state, reference or held.reference
        if is_new:
            held.state_at = timezone.now()
            kind = "remedy.done" if state == Remedy.State.DONE else "remedy.failed"
            append(ticket, kind, by=staff(by), at=held.state_at, data={"remedy": held.pk, "act": held.act})
            save(ticket)
        held.save(update_fields=["state", "state_at", "reference"])
    return held


def _held(pk: int) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("asked_by", "ticket")
    return rows.get(pk=pk)
