"""The way of a request in four steps, as its customer sees it: arrived, answered, in work, confirmed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rafeeq.tickets.models import Ticket
from rafeeq.ui.dates import when


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, whether it is `done`, `now` or `ahead`, and a detail."""

    label: str
    state: str
    detail: str = ""


def journey(ticket: Ticket) -> list[Step]:
    """The four steps of this ticket."""
    ended, asked = ticket.has_ended, ticket.outcome == "claimed"
    answered = ticket.first_reply_at is not None or ended or asked  # a proposed solution is an answer too
    working = "done" if ended or asked else "now" if answered else "ahead"
    return [
        Step(pgettext("journey", "Arrived"), "done", when(ticket.created_at)),
        Step(
            pgettext("journey", "First answer"),
            "done" if answered else "now",
            when(ticket.first_reply_at) if ticket.first_reply_at else "",
        ),
        Step(pgettext("journey", "In progress"), working),
        Step(
            _("Your confirmation"),
            "now" if asked else "done" if ticket.outcome == "confirmed" else "ahead",
        ),
    ]
