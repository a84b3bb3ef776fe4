"""Ask another department, and refer to somebody outside: the ticket stays with us, and both are followed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rafeeq.staff.models import Department, User
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked, locked_itself, save, staff
from rafeeq.tickets.models import InternalQuestion, Referral, Ticket

AT_ONCE = 100


class NotOpen(Exception):
    """It has been answered, taken back or settled already."""


class NoDate(ValueError):
    """A referral without a day in the future on which we ask again."""


def ask(ticket: Ticket, *, by: User, department: Department, to: User | None, text: str) -> InternalQuestion:
    """Put a question to a department, or to one person there."""
    with transaction.atomic():
        ticket = locked(ticket)
        made = InternalQuestion.objects.create(
            ticket=ticket, department=department, to=to, text=text, asked_by=by, asked_at=timezone.now()
        )
        _tell(ticket, "asked", made, by, made.asked_at)
    return made


def answer(question: InternalQuestion, *, by: User, text: str, passed_back: bool = False) -> InternalQuestion:
    """Answer it, or pass it back and say why. Raises NotOpen."""
    with transaction.atomic():
        ticket, question = _open(question)
        question.answer, question.answered_by, question.answered_at = text, by, timezone.now()
        question.passed_back = passed_back
        question.save(update_fields=["answer", "answered_by", "answered_at", "passed_back"])
        _tell(ticket, "answered", question, by, question.answered_at)
    return question


def withdraw(question: InternalQuestion, *, by: User) -> InternalQuestion:
    """Nobody needs to answer it any more. Raises NotOpen."""
    with transaction.atomic():
        ticket, question = _open(question)
        question.withdrawn_at = timezone.now()
        question.save(update_fields=["withdrawn_at"])
        _tell(ticket, "withdrawn", question, by, question.withdrawn_at)
    return question


def _open(question: InternalQuestion) -> tuple[Ticket, InternalQuestion]:
    # The ticket that it was asked in, also where that one was merged: its clock follows that timeline.
    ticket = locked_itself(question.ticket_id)
    now = InternalQuestion.objects.get(pk=question.pk)
    if now.answered_at is not None or now.withdrawn_at is not None:
        raise NotOpen
    return ticket, now


def _tell(ticket: Ticket, what: str, question: InternalQuestion, by: User, at: datetime) -> None:
    data = {"internal_question": question.pk, "department": question.department_id}
    if question.passed_back:
        data["passed_back"] = True
    append(ticket, f"internal_question.{what}", by=staff(by), at=at, data=data)
    save(ticket)


def refer(ticket: Ticket, *, by: User, party: str, contact: str, packet: str, follow_up_at: datetime) -> Referral:
    """Bring the customer to somebody outside, with our own day on which we ask again. Raises NoDate."""
    _refuse_unless_ahead(follow_up_at)
    with transaction.atomic():
        ticket = locked(ticket)
        made = Referral.objects.create(
            ticket=ticket, party=party, contact=contact, packet=packet, by=by, follow_up_at=follow_up_at
        )
        append(ticket, "referral.made", by=staff(by), at=made.at, data={"referral": made.pk})
        save(ticket)
    return made


def ask_again_on(referral: Referral, *, by: User, day: datetime) -> Referral:
    """It was asked about, and will be again on this day. Raises NoDate, NotOpen."""
    _refuse_unless_ahead(day)
    with transaction.atomic():
        ticket, referral = _unsettled(referral)
        referral.follow_up_at, referral.reminded_at = day, None
        referral.save(update_fields=["follow_up_at", "reminded_at"])
        data = {"referral": referral.pk, "day": day.isoformat()}
        append(ticket, "referral.moved", by=staff(by), data=data)
        save(ticket)
    return referral


def settle(referral: Referral, *, by: User, result: str) -> Referral:
    """What came of it. The ticket goes on until its customer confirms. Raises NotOpen."""
    with transaction.atomic():
        ticket, referral = _unsettled(referral)
        referral.result, referral.settled_by, referral.settled_at = result, by, timezone.now()
        referral.save(update_fields=["result", "settled_by", "settled_at"])
        append(ticket, "referral.settled", by=staff(by), at=referral.settled_at, data={"referral": referral.pk})
        save(ticket)
    return referral


def remind_due() -> int:
    """Note on the timeline for which referrals the day has come to ask again; how many."""
    now = timezone.now()
    due = Referral.objects.filter(settled_at=None, reminded_at=None, follow_up_at__lte=now)
    rows = list(due.order_by("follow_up_at", "pk")[:AT_ONCE])
    for row in rows:
        with transaction.atomic():
            ticket = locked(row.ticket_id)
            still = Referral.objects.filter(pk=row.pk, settled_at=None, reminded_at=None, follow_up_at__lte=now)
            if still.update(reminded_at=now):
                append(ticket, "referral.followed", by=SYSTEM, at=now, data={"referral": row.pk})
                save(ticket)
    return len(rows)


def _refuse_unless_ahead(day: datetime) -> None:
    if day <= timezone.now():
        raise NoDate


def _unsettled(referral: Referral) -> tuple[Ticket, Referral]:
    ticket = locked(referral.ticket_id)
    now = Referral.objects.get(pk=referral.pk)
    if now.settled_at is not None:
        raise NotOpen
    return ticket, now
