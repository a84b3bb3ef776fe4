"""What rules look at in many tickets, in a number of statements that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.utils import timezone

from rafeeq.automation.rules.facts import Facts
from rafeeq.automation.rules.triggers import Standing
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries.hours import Houses, houses
from rafeeq.tickets.models import Event, Message, Question, Ticket


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a customer, as far as rules look at it."""

    text: str
    is_heard: bool  # neither a machine's nor a stranger's


def known_houses() -> Houses | None:
    """All calendars; None before the first start has made one."""
    try:
        return houses()
    except Calendar.DoesNotExist:
        return None


def tickets_of(numbers: Collection[int]) -> dict[int, Ticket]:
    """These tickets with their customers, without complaints about conduct and what went into another one."""
    rows = Ticket.objects.filter(number__in=numbers, is_conduct=False, merged_into=None).select_related("customer")
    return {row.number: row for row in rows}


def said_in(messages: Collection[int]) -> dict[int, Said]:
    """These messages by their keys."""
    rows = Message.objects.filter(pk__in=messages).values_list("pk", "text", "is_automatic", "from_stranger")
    return {pk: Said(text, not (machine or stranger)) for pk, text, machine, stranger in rows}


def first_messages(numbers: Collection[int]) -> dict[int, int]:
    """The first message of the customer in each of these tickets."""
    came = Message.objects.filter(ticket__in=numbers, direction="in").values("ticket").annotate(first=Min("pk"))
    return {row["ticket"]: row["first"] for row in came}


class Looked:
    """These tickets, looked at together."""

    def __init__(self, tickets: Mapping[int, Ticket], messages: Iterable[int] = ()) -> None:
        self.tickets, self.houses = tickets, known_houses()
        self.firsts = first_messages(tickets)
        self.said = said_in({*messages, *self.firsts.values()})
        self.counts = dict(
            Message.objects.filter(ticket__in=tickets, direction="in", is_automatic=False, from_stranger=False)
            .values("ticket")
            .annotate(many=Count("pk"))
            .values_list("ticket", "many")
        )
        self.tags: dict[int, list[str]] = defaultdict(list)
        worn = Ticket.tags.through.objects.filter(ticket__in=tickets)
        for number, name in worn.values_list("ticket_id", "tag__name"):
            self.tags[number].append(name)
        self._known: dict[tuple[int, datetime, int | None], Facts] = {}

    def message(self, number: int, told: int | None) -> Said:
        """The message that an event tells of, else the ticket's first one."""
        return self.said.get(told or self.firsts.get(number, 0), Said("", is_heard=True))

    def facts(self, number: int, *, at: datetime, message: int | None = None) -> Facts:
        """One ticket as it is now; whether its team works is asked of the moment. Many rules look at the same facts."""
        key = number, at, message
        if key not in self._known:
            self._known[key] = self._facts(number, at, message)
        return self._known[key]

    def _facts(self, number: int, at: datetime, message: int | None) -> Facts:
        row = self.tickets[number]
        return Facts(
            kind=row.kind,
            channel=row.channel,
            language=row.language,
            branch=row.branch_id,
            team=row.team_id,
            tier=row.customer.tier,
            reason=row.reason_id,
            priority=row.priority,
            tags=self.tags.get(number, ()),
            text=f"{row.subject}\n{self.message(number, message).text}",
            is_open=self.houses is None or self.houses.of_team(row.team_id).hours.is_open(at),
            is_owned=row.assignee_id is not None,
            said=self.counts.get(number, 0),
        )


def standings(tickets: Mapping[int, Ticket]) -> dict[int, Standing]:
    """Where these tickets stand, as far as time passes in them."""
    ours = Message.objects.filter(ticket__in=tickets, direction="out").values("ticket").annotate(at=Max("at"))
    replies = dict(ours.values_list("ticket", "at"))
    open_ones = (
        Question.objects.filter(ticket__in=tickets, answered_at=None).values("ticket").annotate(at=Min("asked_at"))
    )
    asked = dict(open_ones.values_list("ticket", "at"))
    unowned = [number for number, row in tickets.items() if row.assignee_id is None]
    left = Event.objects.filter(ticket__in=unowned, kind="ticket.assigned").values("ticket").annotate(last=Max("at"))
    given_up = dict(left.values_list("ticket", "last"))
    return {
        number: Standing(
            is_closed=row.status == "closed",
            is_claimed=row.outcome == "claimed",
            waits_for_customer=row.status == "waiting",
            is_owned=row.assignee_id is not None,
            opened_at=row.created_at,
            customer_waits_since=row.waiting_since,
            last_reply_at=replies.get(number),
            asked_at=asked.get(number),
            given_up_at=given_up.get(number),
        )
        for number, row in tickets.items()
    }


def asleep(ticket: Ticket) -> bool:
    """Whether it was put off, and its day has not come."""
    return ticket.snoozed_until is not None and ticket.snoozed_until > timezone.now()
