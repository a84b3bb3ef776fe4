"""The outcome ledger: claim, verdict, silence, refusal, withdrawal. Nothing else ends a ticket."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.system.queries import setting
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, append, locked, save, staff
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Claim, Decision, Reason, Ticket
from rafeeq.tickets.rules import CLAIM, DECLINE, LAPSE, VERDICT, WITHDRAW, NotPossible, Patience, after, next_step


class ClaimantCannotJudge(Exception):
    """Who claimed that it is solved cannot be the one who records the customer's word."""


def patience() -> Patience:
    """How long this installation waits for the customer's word (setting `confirmation`, in days)."""
    days = setting("confirmation", {})
    usual = Patience()
    return Patience(
        *(timedelta(days=days[name]) if name in days else getattr(usual, name) for name in ("first", "second", "lapse"))
    )


def claim(ticket: Ticket, *, by: User, what_was_done: str, cause: Reason | None = None) -> Claim:
    """Claim that the matter is solved. A claim that still waited is replaced by this one.

    Raises NotPossible where the customer's yes or withdrawal, or a refusal, stands and nobody has come back.
    """
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.is_settled:
            raise NotPossible(CLAIM, ticket.outcome)
        standing = after(ticket.outcome, CLAIM)
        wait_no_longer(ticket)
        made = Claim.objects.create(
            ticket=ticket,
            user=by,
            what_was_done=what_was_done,
            cause=cause,
            at=at,
            next_step_at=next_step(at, 0, patience())[1],
        )
        append(ticket, CLAIM, by=staff(by), at=at, data={"claim": made.pk, "cause": cause.pk if cause else None})
        ticket.outcome, ticket.status = standing.outcome, standing.status
        ticket.waiting_since, ticket.updated_at = None, at
        save(ticket, "outcome", "status", "waiting_since", "updated_at")
    return made


def give_verdict(
    ticket: Ticket,
    *,
    verdict: str,
    source: str,
    comment: str = "",
    recorded_by: User | None = None,
    signed_in: int | None = None,
) -> Claim:
    """Write down the customer's word about the last claim.

    `recorded_by`: the person of ours who heard it, never one who claimed (ClaimantCannotJudge). `signed_in`: the person
    of ours in whose browser the customer's link was pressed; the timeline keeps it, for whoever looks into such yeses.
    Raises NotPossible when no claim is there to be judged.
    """
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        judged = ticket.claims.order_by("-pk").first()
        if judged is None:
            raise NotPossible(VERDICT, ticket.outcome)
        if recorded_by is not None and _claimed_lately(ticket, recorded_by):
            raise ClaimantCannotJudge
        standing = after(ticket.outcome, VERDICT, verdict)
        by = staff(recorded_by) if recorded_by else the_customer(ticket.customer)
        data = {"claim": judged.pk, "verdict": verdict, "source": source}
        append(ticket, VERDICT, by=by, at=at, data=data | ({"signed_in": signed_in} if signed_in else {}))
        judged.verdict, judged.verdict_at, judged.source = verdict, at, source
        judged.comment, judged.recorded_by, judged.next_step_at = comment, recorded_by, None
        judged.save(update_fields=["verdict", "verdict_at", "source", "comment", "recorded_by", "next_step_at"])
        ticket.outcome, ticket.status, ticket.updated_at = standing.outcome, standing.status, at
        if standing.status == "open":
            ticket.reopen_count += 1
            ticket.waiting_since = at
        else:
            ticket.waiting_since = None
        save(ticket, "outcome", "status", "updated_at", "reopen_count", "waiting_since")
    return judged


def _claimed_lately(ticket: Ticket, person: User) -> bool:
    """Whether this person claimed since the customer last said something about a claim."""
    judged = ticket.claims.exclude(verdict="").order_by("-pk").values_list("pk", flat=True).first() or 0
    elsewhere = Claim.objects.filter(ticket__merged_into=ticket, user=person, verdict="")
    return (
        ticket.claims.filter(pk__gt=judged, user=person).exists()
        or elsewhere.exists()
        or (ticket.claims.order_by("-pk").values_list("user_id", flat=True).first() == person.pk)
    )


def wait_no_longer(ticket: Ticket) -> None:
    """No step follows by itself on this locked ticket: the customer has spoken, or cannot be asked."""
    ticket.claims.filter(next_step_at__isnull=False).update(next_step_at=None)


def note_reminder(claim: Claim) -> Claim:
    """Count a reminder that has just been queued, and set when the next step is due."""
    with transaction.atomic():
        ticket = locked(claim.ticket_id)
        claim.reminders += 1
        claim.next_step_at = next_step(timezone.now(), claim.reminders, patience())[1]
        claim.save(update_fields=["reminders", "next_step_at"])
        append(ticket, "reminder.queued", by=SYSTEM, data={"claim": claim.pk, "reminder": claim.reminders})
        save(ticket)
    return claim


def lapse(claim: Claim) -> Ticket:
    """Call the silence after a claim what it is: closed, unconfirmed."""
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(claim.ticket_id)
        standing = after(ticket.outcome, LAPSE)
        append(ticket, LAPSE, by=SYSTEM, at=at, data={"claim": claim.pk})
        Claim.objects.filter(pk=claim.pk).update(next_step_at=None, lapsed_at=at)
        ticket.outcome, ticket.status = standing.outcome, standing.status
        save(ticket, "outcome", "status")
    return ticket


def decline(ticket: Ticket, *, by: User, why: str, rule: str, appeal: str) -> Decision:
    """Refuse in the open: why, by which rule, where the customer can object. Raises ValueError if one is missing."""
    if not (why.strip() and rule.strip() and appeal.strip()):
        raise ValueError("a refusal says why, by which rule, and where to object")
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        standing = after(ticket.outcome, DECLINE)
        decision = Decision.objects.create(ticket=ticket, user=by, why=why, rule=rule, appeal=appeal, at=at)
        append(ticket, DECLINE, by=staff(by), at=at, data={"decision": decision.pk})
        _end(ticket, standing.outcome, standing.status)
    return decision


def withdraw(ticket: Ticket, *, by: Actor) -> Ticket:
    """The customer no longer wants it."""
    with transaction.atomic():
        ticket = locked(ticket)
        standing = after(ticket.outcome, WITHDRAW)
        append(ticket, WITHDRAW, by=by)
        _end(ticket, standing.outcome, standing.status)
    return ticket


def _end(ticket: Ticket, outcome: str, status: str) -> None:
    wait_no_longer(ticket)
    ticket.outcome, ticket.status, ticket.waiting_since = outcome, status, None
    ticket.updated_at = timezone.now()
    save(ticket, "outcome", "status", "waiting_since", "updated_at")


def settle(ticket: Ticket, *, by: User) -> Ticket:
    """Put an ended ticket back after the customer wrote again and nothing is left to do (a word of thanks).

    The outcome is not touched: it stays what the customer, or an explained decision, made it.
    """
    with transaction.atomic():
        ticket = locked(ticket)
        if not ticket.has_ended:
            raise NotPossible("ticket.settled", ticket.outcome)
        if ticket.status != "closed":
            append(ticket, "ticket.settled", by=staff(by))
            ticket.status, ticket.waiting_since = "closed", None
            save(ticket, "status", "waiting_since")
    return ticket
