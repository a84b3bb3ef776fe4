"""A person of ours answers: the words are written down, and leave for the customer."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.flows.asking import asked_for_again, note_asked_again
from rafeeq.flows.notify import CARRIERS, way_to
from rafeeq.lib.html import clean
from rafeeq.sla.actions.promises import make as make_promise
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import colleagues_of
from rafeeq.system.statements import asked
from rafeeq.tickets.actions.deliveries import queue
from rafeeq.tickets.actions.listening import ask_questions
from rafeeq.tickets.actions.messages import File, laid_down, receive_message, send_message, write_note
from rafeeq.tickets.actions.tickets import assign
from rafeeq.tickets.models import Delivery, Message, Note, Ticket


class NothingSaid(ValueError):
    """A message without words and without a file."""


def reply(
    ticket: Ticket,
    *,
    by: User,
    text: str,
    html: str = "",
    files: Iterable[File] = (),
    held_for: timedelta | None = None,
    keeps_ball: bool = False,
    why_again: str = "",
    waits_for: Sequence[str] = (),
    promised: Iterable[tuple[str, datetime]] = (),
) -> Message:
    """Answer the customer. Whoever of the team answers first takes the ticket, if nobody has it. Raises NothingSaid.

    Where no way leads to the customer the words are written down, and count as no answer. `held_for`: how long it waits
    before it leaves and can be taken back (`take_back`). `keeps_ball`: the matter stays with us after this word.
    `why_again`: why it asks for what the customer has given already (`asking.WHY`); that it does is always counted.
    `waits_for`: the questions in these words that our clock waits for; what the reply does not ask pauses nothing.
    `promised`: what these words promise, and by when; raises sla's promises.Refused.
    """
    files = tuple(files)
    if not text.strip() and not files:
        raise NothingSaid
    files = laid_down(files)
    at, given = timezone.now(), asked_for_again(ticket, text)
    with transaction.atomic(savepoint=False):
        way = way_to(ticket)
        held = held_for is not None and way is not None
        message = send_message(
            ticket,
            by=by,
            channel=CARRIERS[way[0].kind] if way else ticket.channel,
            text=text,
            html=clean(html) if html else "",
            files=files,
            leaves=way is not None,
            keeps_ball=keeps_ball,
            held=held,
            at=at,
        )
        if way is not None:
            address, account = way
            queue(
                message.ticket,
                purpose=Delivery.Purpose.REPLY,
                channel=CARRIERS[address.kind],
                address=address,
                account=account,
                message=message,
                not_before=at + held_for if held_for else None,
            )
            ask_questions(message, _asked_in(text, waits_for), by=by, at=at)
        taken = message.ticket
        if given:
            note_asked_again(taken, given, by=by, why=why_again)
        if taken.assignee_id is None and _may_take(taken, by):
            assign(taken, to=by, by=by, is_held=True)
        for words, due in promised:
            make_promise(taken, by=by, text=words, due=due, message=message)
    return message


def _asked_in(text: str, questions: Sequence[str]) -> list[str]:
    """Those of the questions that the customer reads in these words, once each."""
    words = " ".join(text.split())
    asked_once = dict.fromkeys(" ".join(one.split()) for one in questions)
    return [one for one in asked_once if one and one in words]


def _may_take(ticket: Ticket, who: User) -> bool:
    return bool(asked(_among_colleagues, ticket.team_id, ticket.branch_id, who.pk))


def _among_colleagues(team: int, branch: int, person: int) -> QuerySet[User, Any]:
    """This person, if they are of those to whom a ticket of the team can be given."""
    return colleagues_of(Team(pk=team, branch_id=branch)).filter(pk=person).values_list("pk")


def note(ticket: Ticket, *, by: User, text: str, files: Iterable[File] = ()) -> Note:
    """Write something down for ourselves. Raises NothingSaid."""
    files = tuple(files)
    if not text.strip() and not files:
        raise NothingSaid
    return write_note(ticket, by=by, text=text, files=laid_down(files))


def log(ticket: Ticket, *, by: User, text: str, channel: str = "phone", files: Iterable[File] = ()) -> Message:
    """Write down what the customer said by phone or at the counter. Raises NothingSaid."""
    files = tuple(files)
    if not text.strip() and not files:
        raise NothingSaid
    return receive_message(
        ticket,
        customer=ticket.customer,
        address=None,
        channel=channel,
        text=text,
        files=laid_down(files),
        logged_by=by,
    )
