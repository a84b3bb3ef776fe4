"""Instead of handing a customer on: ask the department that knows, or refer to somebody outside and keep following."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from rafeeq.staff.models import Calendar, Department, User
from rafeeq.staff.queries.hours import houses
from rafeeq.tickets.actions import asked_inside
from rafeeq.tickets.actions.asked_inside import NoDate
from rafeeq.tickets.models import InternalQuestion, Referral, Ticket
from rafeeq.tickets.queries import may_hear
from rafeeq.tickets.queries.asked_inside import people_asked_in, put_to

FARTHEST = timedelta(days=366)  # nobody follows what lies beyond


class NothingAsked(ValueError):
    """A question or an answer without words."""


class NotThere(ValueError):
    """This department, or this person in it, cannot be asked about this ticket."""


class NotAsked(Exception):
    """The question is not put to this person."""


def ask(ticket: Ticket, *, by: User, department: Department, text: str, to: User | None = None) -> InternalQuestion:
    """Ask a department, or one person there. Raises NothingAsked, NotThere.

    About a complaint about somebody's conduct only a person is asked, at a distance from whom it is about.
    """
    if not text.strip():
        raise NothingAsked
    there = {person for _place, person, _name in people_asked_in(Department.objects.filter(pk=department.pk))}
    if department.dissolved_at is not None or not there or (to is not None and to.pk not in there):
        raise NotThere
    if ticket.is_conduct and (to is None or not may_hear(ticket, to)):
        raise NotThere
    return asked_inside.ask(ticket, by=by, department=department, to=to, text=text.strip())


def may_answer(question: InternalQuestion, person: User) -> bool:
    """Whether the question is put to this person; nobody answers themselves."""
    return question.asked_by_id != person.pk and put_to(person).filter(pk=question.pk).exists()


def answer(question: InternalQuestion, *, by: User, text: str, passed_back: bool = False) -> InternalQuestion:
    """Answer a question, or pass it back with the reason. Raises NothingAsked, NotAsked, asked_inside.NotOpen."""
    if not text.strip():
        raise NothingAsked
    if not may_answer(question, by):
        raise NotAsked
    return asked_inside.answer(question, by=by, text=text.strip(), passed_back=passed_back)


def refer(ticket: Ticket, *, by: User, party: str, contact: str, packet: str, day: date | None) -> Referral:
    """Refer the customer to somebody outside; without a day ahead on which we ask again it is refused (NoDate)."""
    at = opening_of(ticket, day)
    return asked_inside.refer(ticket, by=by, party=party, contact=contact, packet=packet, follow_up_at=at)


def ask_again_on(referral: Referral, ticket: Ticket, *, by: User, day: date | None) -> Referral:
    """Ask about a referral again on another day. Raises NoDate, asked_inside.NotOpen."""
    return asked_inside.ask_again_on(referral, by=by, day=opening_of(ticket, day))


def opening_of(ticket: Ticket, day: date | None) -> datetime:
    """When the team that has the ticket begins to work on this day, or next after it. Raises NoDate."""
    if day is None or not timezone.localdate() < day <= timezone.localdate() + FARTHEST:
        raise NoDate
    morning = timezone.make_aware(datetime(day.year, day.month, day.day))
    try:
        return houses().of_team(ticket.team_id).hours.next_open(morning)
    except Calendar.DoesNotExist:
        return morning
