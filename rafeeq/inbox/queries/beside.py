"""The few facts that stand beside a ticket and come from several rooms, in one statement."""

from typing import NamedTuple

from rafeeq.knowledge.queries.runs import begun
from rafeeq.system.statements import asked
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.listening import HEARD, Heard, heard_rows


class Beside(NamedTuple):
    """What is known of listening, and whether there are steps to go through."""

    heard: Heard
    has_procedure: bool
    is_calm: bool


def beside(ticket: Ticket) -> Beside:
    """All of it."""
    rows = asked(_beside, ticket.number)
    return Beside(Heard(*rows[0][:-2]), bool(rows[0][-2]), bool(rows[0][-1])) if rows else Beside(Heard(), False, False)


def _beside(number: int):  # type: ignore[no-untyped-def]
    has_procedure, is_calm = begun()
    told = heard_rows(number).annotate(has_procedure=has_procedure, is_calm=is_calm)
    return told.values_list(*HEARD, "has_procedure", "is_calm")
