"""The few facts that stand beside a ticket and come from several rooms, in one statement."""

from typing import NamedTuple

from rafeeq.knowledge.queries.runs import begun
from rafeeq.knowledge.queries.talks import was_asked
from rafeeq.system.statements import asked
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.listening import HEARD, Heard, heard_rows


class Beside(NamedTuple):
    """What is known of listening, whether there are steps to go through, and whether a talk went before it."""

    heard: Heard
    has_procedure: bool
    is_calm: bool
    was_asked: bool


def beside(ticket: Ticket) -> Beside:
    """All of it."""
    rows = asked(_beside, ticket.number)
    if not rows:
        return Beside(Heard(), False, False, False)
    *heard, has_procedure, is_calm, asked_before = rows[0]
    return Beside(Heard(*heard), bool(has_procedure), bool(is_calm), bool(asked_before))


def _beside(number: int):  # type: ignore[no-untyped-def]
    has_procedure, is_calm = begun()
    told = heard_rows(number).annotate(has_procedure=has_procedure, is_calm=is_calm, was_asked=was_asked())
    return told.values_list(*HEARD, "has_procedure", "is_calm", "was_asked")
