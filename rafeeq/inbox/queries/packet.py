"""What is known of a hand-over's packet before anybody writes it, so that nothing is told twice or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rafeeq.customers.queries import documents_of
from rafeeq.sla.queries.promises import OWED, promises_in
from rafeeq.staff.models import Team
from rafeeq.tickets.models import Question, Restatement, Ticket
from rafeeq.tickets.queries import last_claim, teams_before
from rafeeq.tickets.queries.asked_inside import answers_awaited
from rafeeq.tickets.queries.listening import restatement_of
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.ui.dates import calendar_date

MOST = 20  # of each


@dataclass(frozen=True, slots=True)
class Begun:
    """The packet as far as we know it, and the way that the ticket has gone."""

    words: Mapping[str, str] = field(default_factory=dict)
    restatement: Restatement | None = None
    way: Sequence[str] = ()  # the names of the teams that had it, then of the one that has it
    had_it: frozenset[int] = frozenset()


def begun(ticket: Ticket, *, with_words: bool = True) -> Begun:
    """What we know of the packet; without the words where somebody has written them already."""
    before = teams_before(ticket)
    names = dict(Team.objects.filter(pk__in=before).values_list("pk", "name")) if before else {}
    way = [names[pk] for pk in before]
    stands = restatement_of(ticket)
    return Begun(
        words=_words(ticket, stands) if with_words else {},
        restatement=stands,
        way=[*way, ticket.team.name] if way else (),
        had_it=frozenset(before) - {ticket.team_id},
    )


def _words(ticket: Ticket, stands: Restatement | None) -> dict[str, str]:
    claim = last_claim(ticket)
    return {
        "restatement": "\n".join(filter(None, [stands.text, stands.correction])) if stands else "",
        "done": claim.what_was_done if claim else "",
        "missing": "\n".join(_missing(ticket)),
        "promised": "\n".join(_promised(ticket)),
    }


def _missing(ticket: Ticket) -> list[str]:
    asked = Question.objects.filter(ticket=ticket, answered_at=None).order_by("pk").values_list("text", flat=True)
    papers = documents_of(ticket.customer).filter(received_at=None, ticket=ticket.number)
    inside = answers_awaited(ticket).select_related("department")
    return [
        *(_("Asked of the customer, not answered yet: %(question)s") % {"question": text} for text in asked[:MOST]),
        *(_("Asked of the customer, not received yet: %(document)s") % {"document": one.name} for one in papers[:MOST]),
        *(_("Asked of %(department)s: %(question)s") % {"department": one.department.name, "question": one.text}
          for one in inside[:MOST]),
    ]  # fmt: skip


def _promised(ticket: Ticket) -> list[str]:
    return [
        _("%(promise)s, by %(day)s") % {"promise": one.text, "day": calendar_date(one.due_at.date(), weekday=True)}
        for one in promises_in(merged_numbers(ticket))[:MOST]
        if one.state in OWED
    ]
