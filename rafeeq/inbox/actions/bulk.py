"""One thing done to many tickets: each by the same action as alone, and what was not possible is told for each.

There is no bulk closing and no bulk claiming: a claim is one person's word about one customer's matter.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from rafeeq.flows import hand_over
from rafeeq.staff.models import Team, User
from rafeeq.tickets.actions.snoozes import CannotSleep, snooze, wake
from rafeeq.tickets.actions.tickets import set_tags
from rafeeq.tickets.models import Ticket

MOST = 100

_WHY = {
    hand_over.NotInTeam: _("This person cannot be given requests of this team."),
    hand_over.NeedsSupervisor: _(
        "It has been handed on once already; a supervisor makes or approves another hand-over."
    ),
    hand_over.PacketMissing: _("Say what the customer needs, so that nobody has to ask again."),
    CannotSleep: _("It has ended, or the day has passed."),
}


@dataclass
class Report:
    """How many it was done to, and the numbers of the others by the reason."""

    done: int = 0
    refused: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def to_each(tickets: Iterable[Ticket], act: Callable[[Ticket], object]) -> Report:
    """Do it to each in a transaction of its own: one refusal undoes nothing of the others."""
    report = Report()
    for ticket in tickets:
        try:
            act(ticket)
        except tuple(_WHY) as why:
            report.refused[str(_WHY[type(why)])].append(ticket.number)
        else:
            report.done += 1
    return report


def assign(tickets: Iterable[Ticket], *, to: User | None, by: User) -> Report:
    """Make one person responsible for all of them, or nobody."""
    return to_each(tickets, lambda ticket: hand_over.assign(ticket, to=to, by=by))


def add_tags(tickets: Iterable[Ticket], *, names: list[str], by: User) -> Report:
    """Add these tags to those that each has."""

    def tag(ticket: Ticket) -> None:
        had = list(ticket.tags.values_list("name", flat=True))
        set_tags(ticket, names=[*had, *names], by=by)

    return to_each(tickets, tag)


def offer(tickets: Iterable[Ticket], *, team: Team, restatement: str, by: User) -> Report:
    """Offer all of them to a team, with one packet."""
    return to_each(tickets, lambda ticket: hand_over.transfer(ticket, by=by, to_team=team, restatement=restatement))


def put_off(tickets: Iterable[Ticket], *, until: datetime, by: User) -> Report:
    """Out of the queues until then."""
    return to_each(tickets, lambda ticket: snooze(ticket, until=until, by=by))


def call_back(tickets: Iterable[Ticket], *, by: User) -> Report:
    """Back into the queues before their time."""
    return to_each(tickets, lambda ticket: wake(ticket, by=by))
