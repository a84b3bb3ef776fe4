"""Listening, written down: what we understood, what the customer expects, what we asked them and when they answered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.system.statements import objects
from rafeeq.tickets.actions.timeline import Actor, append, locked, save, staff
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Expectation, Message, Question, Restatement, Ticket


class RestaterCannotConfirm(Exception):
    """Who put the matter in our words cannot be the one who records the customer's word about it."""


class NothingToConfirm(Exception):
    """No restatement stands on this ticket, or the customer has already said their word about it."""


class AlreadyTold(Exception):
    """The customer is asked once what would make it right, and once how it came out."""


def restate(ticket: Ticket, *, by: User, text: str) -> Restatement:
    """Put the matter in our words; a restatement that stood is replaced by this one."""
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        ticket.restatements.filter(replaced_at=None).update(replaced_at=at)
        made = Restatement.objects.create(ticket=ticket, text=text, by=by, at=at)
        append(ticket, "restatement.made", by=staff(by), at=at, data={"restatement": made.pk})
        save(ticket)
    return made


def judge_restatement(
    ticket: Ticket,
    *,
    verdict: str,
    correction: str = "",
    source: str,
    recorded_by: User | None = None,
    shown: int | None = None,
) -> Restatement:
    """The customer's word about what we understood: yes, or not quite with what they mean.

    `shown`: the restatement that stood before the customer; another one is not judged in its place. Raises
    NothingToConfirm, RestaterCannotConfirm.
    """
    verdict, at = Restatement.Verdict(verdict), timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        stands = ticket.restatements.filter(replaced_at=None).first()
        if stands is None or stands.verdict or (shown is not None and stands.pk != shown):
            raise NothingToConfirm
        if recorded_by is not None and recorded_by.pk == stands.by_id:
            raise RestaterCannotConfirm
        stands.verdict, stands.verdict_at, stands.source = verdict, at, source
        stands.recorded_by, stands.correction = recorded_by, "" if verdict == "yes" else correction
        stands.save(update_fields=["verdict", "verdict_at", "source", "recorded_by", "correction"])
        kind = "restatement.confirmed" if verdict == "yes" else "restatement.corrected"
        append(ticket, kind, by=_whose_word(ticket, recorded_by), at=at, data={"restatement": stands.pk})
        save(ticket)
    return stands


def ask_expectation(ticket: Ticket, *, by: Actor) -> bool:
    """Note that the customer is being asked what would make it right; False where they were, or have said it."""
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        asked, _made = Expectation.objects.get_or_create(ticket=ticket)
        if asked.asked_at is not None or asked.said_at is not None or ticket.has_ended:
            return False
        asked.asked_at = at
        asked.save(update_fields=["asked_at"])
        append(ticket, "expectation.asked", by=by, at=at)
        save(ticket)
    return True


def tell_expectation(
    ticket: Ticket, *, text: str, by_when: str = "", source: str, recorded_by: User | None = None
) -> Expectation:
    """What would make it right for the customer, and by when, in their words. Raises AlreadyTold."""
    at = timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        told, _made = Expectation.objects.get_or_create(ticket=ticket)
        if told.said_at is not None:
            raise AlreadyTold
        told.text, told.by_when, told.said_at = text, by_when[:200], at
        told.source, told.recorded_by, told.asked_at = source, recorded_by, told.asked_at or at
        told.save()
        append(ticket, "expectation.told", by=_whose_word(ticket, recorded_by), at=at, data={"source": source})
        save(ticket)
    return told


def judge_expectation(ticket: Ticket, *, verdict: str) -> Expectation:
    """How it came out beside what the customer expected: theirs alone to say. Raises AlreadyTold, ValueError."""
    verdict, at = Expectation.Verdict(verdict), timezone.now()
    with transaction.atomic():
        ticket = locked(ticket)
        told, _made = Expectation.objects.get_or_create(ticket=ticket)
        if told.verdict:
            raise AlreadyTold
        told.verdict, told.verdict_at = verdict, at
        told.save(update_fields=["verdict", "verdict_at"])
        append(ticket, "expectation.judged", by=the_customer(ticket.customer), at=at, data={"verdict": verdict.value})
        save(ticket)
    return told


def ask_questions(message: Message, texts: Sequence[str], *, by: User, at: datetime) -> list[Question]:
    """Our clock waits from this reply on for the answers; its ticket is held by this very transaction."""
    made = []
    for text in texts:
        row = Question(ticket=message.ticket, message=message, text=text[:500], asked_by=by, asked_at=at)
        row.save(force_insert=True)
        append(message.ticket, "question.asked", by=staff(by), at=at, data={"question": row.pk, "message": message.pk})
        made.append(row)
    if made:
        save(message.ticket)
    return made


def answer_questions(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The customer has written: what was asked of them is answered. The held ticket is saved by the caller."""
    for row in objects(_open_questions, ticket.number):
        Question.objects.filter(pk=row.pk).update(answered_at=at)
        append(ticket, "question.answered", by=by, at=at, data={"question": row.pk})


def forget_questions(message: Message) -> None:
    """What was asked in a reply that is taken back was never asked: nothing waits for it any longer.

    The row stays, without its words: a clock may have noted already that it waited for it.
    """
    Question.objects.filter(message=message).update(message=None, text="", answered_at=timezone.now())


def _open_questions(number: int) -> QuerySet[Question]:
    here = Q(ticket=number) | Q(ticket__merged_into=number)
    return Question.objects.filter(here, answered_at=None).order_by("pk")


def _whose_word(ticket: Ticket, recorded_by: User | None) -> Actor:
    return staff(recorded_by) if recorded_by else the_customer(ticket.customer)
