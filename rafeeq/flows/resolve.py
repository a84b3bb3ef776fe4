"""How a matter ends: we claim, the customer judges; a silence is called silence; a refusal is explained."""

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.actions import mark_verified
from rafeeq.customers.models import Address
from rafeeq.flows.notify import ask, tell_decision
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_decline
from rafeeq.tickets.actions import ledger
from rafeeq.tickets.actions.tickets import change_kind
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Claim, Decision, Kind, Reason, Ticket
from rafeeq.tickets.queries import silent_claims
from rafeeq.tickets.rules import REMINDERS


class NothingDone(ValueError):
    """A claim that does not say what was done."""


class NotAllowed(Exception):
    """This person's role does not decide that."""


def propose(ticket: Ticket, *, by: User, what_was_done: str, cause: Reason | None = None) -> Claim:
    """Claim that the matter is solved, and ask the customer. Raises NothingDone."""
    if not what_was_done.strip():
        raise NothingDone
    with transaction.atomic():
        claim = ledger.claim(ticket, by=by, what_was_done=what_was_done.strip(), cause=cause)
        ask(claim)
    return claim


def judge(ticket: Ticket, *, verdict: str, comment: str = "", address: Address | None = None) -> Claim:
    """The customer says by their own link whether it is solved; so the address is theirs. Raises rules.NotPossible."""
    with transaction.atomic():
        if address is not None:
            mark_verified(address)
        return ledger.give_verdict(ticket, verdict=verdict, source="link", comment=comment.strip())


def complain(ticket: Ticket) -> Ticket:
    """The customer makes it a formal complaint, by their own link; nobody of ours can take that back."""
    return change_kind(ticket, kind=Kind.COMPLAINT, by=the_customer(ticket.customer))


def record_verdict(ticket: Ticket, *, verdict: str, source: str, by: User, comment: str = "") -> Claim:
    """A person of ours writes down the customer's word.

    Raises ledger.ClaimantCannotJudge for the one who claimed, rules.NotPossible when nothing is to be judged.
    """
    return ledger.give_verdict(ticket, verdict=verdict, source=source, comment=comment.strip(), recorded_by=by)


def decline(ticket: Ticket, *, by: User, why: str, rule: str, appeal: str) -> Decision:
    """Refuse, with reason, rule and the way to object, and tell the customer. Raises NotAllowed, ValueError."""
    if not may_decline(by.role):
        raise NotAllowed
    with transaction.atomic():
        decision = ledger.decline(ticket, by=by, why=why.strip(), rule=rule.strip(), appeal=appeal.strip())
        tell_decision(decision)
    return decision


def withdraw(ticket: Ticket) -> Ticket:
    """The customer takes the matter back, by their own link."""
    return ledger.withdraw(ticket, by=the_customer(ticket.customer))


def settle(ticket: Ticket, *, by: User) -> Ticket:
    """Nothing is left to do after the customer wrote again on an ended ticket."""
    return ledger.settle(ticket, by=by)


def follow_silence(limit: int = 200) -> int:
    """Take the next step of claims whose time has come, a reminder or the end of waiting; how many were taken."""
    taken = 0
    for claim in silent_claims(timezone.now())[:limit]:
        with transaction.atomic():
            still = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk, next_step_at=claim.next_step_at)
            if not still.exists():  # answered, or another worker was here
                continue
            if claim.reminders < REMINDERS:
                ledger.note_reminder(claim)
                ask(claim, reminder=True)
            else:
                ledger.lapse(claim)
        taken += 1
    return taken
