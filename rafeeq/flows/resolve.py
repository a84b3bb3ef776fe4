"""How a matter ends: we claim, the customer judges; a silence is called silence; a refusal is explained."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.actions import mark_verified
from rafeeq.customers.models import Address
from rafeeq.flows.joined import where_it_stands
from rafeeq.flows.notify import ask, tell_decision
from rafeeq.knowledge.actions.gaps import sight
from rafeeq.knowledge.queries.runs import open_gates
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_decline
from rafeeq.tickets.actions import ledger
from rafeeq.tickets.actions.tickets import make_formal
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.actions.timeline import locked
from rafeeq.tickets.models import Claim, Decision, Reason, Ticket
from rafeeq.tickets.queries import silent_claims
from rafeeq.tickets.rules import REMINDERS

log = logging.getLogger(__name__)

HEARD = frozenset({"phone", "counter", "message"})
TROUBLE_PAUSE = timedelta(hours=1)


class NothingDone(ValueError):
    """A claim that does not say what was done."""


class StepsOpen(Exception):
    """Procedures of this installation hold the claim back: `steps` are their names, each with the step that is open."""

    def __init__(self, steps: list[tuple[str, str]]) -> None:
        super().__init__(steps)
        self.steps = steps


class NotAllowed(Exception):
    """This person's role does not decide that."""


def propose(ticket: Ticket, *, by: User, what_was_done: str, cause: Reason | None = None, missing: str = "") -> Claim:
    """Claim that the matter is solved, and ask the customer. Raises NothingDone, StepsOpen, rules.NotPossible.

    `missing`: the fact that, known earlier, would have spared the contact; it goes to what we have to write down.
    """
    if not what_was_done.strip():
        raise NothingDone
    with transaction.atomic():
        if held := open_gates(locked(ticket)):  # as it is now, whatever the page knew
            raise StepsOpen([(one.procedure.name, line.step.text.rstrip(" .")) for one, line in held])
        claim = ledger.claim(ticket, by=by, what_was_done=what_was_done.strip(), cause=cause)
        if ask(claim) is None:  # nobody is called silent who was never asked: the word must come by phone or counter
            ledger.wait_no_longer(claim.ticket)
            claim.next_step_at = None
        if missing.strip():
            sight("missing", missing, key=f"claim {claim.pk}", ticket=claim.ticket)
    return claim


def judge(
    ticket: Ticket, *, verdict: str, comment: str = "", address: Address | None = None, signed_in: int | None = None
) -> Claim:
    """The customer says by their own link whether it is solved; so the address is theirs. Raises rules.NotPossible."""
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        claim = ledger.give_verdict(
            ticket, verdict=verdict, source="link", comment=comment.strip(), signed_in=signed_in
        )
        if address is not None:
            mark_verified(address)
    return claim


def complain(ticket: Ticket) -> Ticket:
    """The customer makes it a formal complaint, by their own link; nobody of ours can take that back."""
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        return make_formal(ticket, by=the_customer(ticket.customer))


def record_verdict(ticket: Ticket, *, verdict: str, source: str, by: User, comment: str = "") -> Claim:
    """A person of ours writes down the customer's word.

    `source`: `phone`, `counter` or `message`. Raises ledger.ClaimantCannotJudge for one who claimed, rules.NotPossible
    when nothing is to be judged, ValueError for another source.
    """
    if source not in HEARD:
        raise ValueError(f"a word of the customer is not heard by “{source}”")
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
    with transaction.atomic():
        ticket = where_it_stands(ticket, ticket.customer)
        return ledger.withdraw(ticket, by=the_customer(ticket.customer))


def settle(ticket: Ticket, *, by: User) -> Ticket:
    """Nothing is left to do after the customer wrote again on an ended ticket."""
    return ledger.settle(ticket, by=by)


def follow_silence(limit: int = 200) -> int:
    """Take the next step of claims whose time has come, a reminder or the end of waiting; how many were taken."""
    taken = 0
    for claim in silent_claims(timezone.now())[:limit]:
        try:
            taken += _follow(claim)
        except Exception:
            # One that cannot be followed must not hold up those behind it.
            log.exception("The silence of claim %s could not be followed", claim.pk)
            Claim.objects.filter(pk=claim.pk).update(next_step_at=timezone.now() + TROUBLE_PAUSE)
    return taken


def _follow(seen: Claim) -> bool:
    with transaction.atomic():
        ticket = locked(seen.ticket_id)
        claim = ticket.claims.filter(pk=seen.pk, next_step_at=seen.next_step_at).first()
        if claim is None:  # answered meanwhile, or another worker was here
            return False
        claim.ticket = ticket
        if claim.reminders == REMINDERS:
            ledger.lapse(claim)
        elif ask(claim, reminder=True) is not None:
            ledger.note_reminder(claim)
        else:  # who cannot be reminded is not called silent
            ledger.wait_no_longer(ticket)
    return True
