"""The steps that stand for a ticket, and what became of them."""

from django.utils.translation import gettext_noop
from ninja import Router

from rafeeq.api import outputs, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import SettledStep
from rafeeq.api.problems import Refusal
from rafeeq.api.views.tickets import seen
from rafeeq.knowledge.actions import runs
from rafeeq.knowledge.queries.runs import checklists
from rafeeq.tickets.models import Ticket

router = Router(tags=["procedures"])


@router.get(
    "/tickets/{int:number}/procedures",
    response=outputs.Part[outputs.ProcedureOut],
    summary=gettext_noop("The procedures that stand for a ticket, with their steps"),
)
def list_procedures(request: Call, number: int) -> outputs.Part[outputs.ProcedureOut]:
    """The one of its contact reason, and calm mode while it runs."""
    return _told(seen(request, number))


@router.post(
    "/tickets/{int:number}/procedures/steps/{int:step}",
    response=outputs.Part[outputs.ProcedureOut],
    summary=gettext_noop("A step is done, or left out with a reason"),
)
def settle_step(request: Call, number: int, step: int, body: SettledStep) -> outputs.Part[outputs.ProcedureOut]:
    """Twice is as once. Gives the procedures as they stand now."""
    ticket = seen(request, number)
    try:
        if (body.deviation or "").strip():
            runs.deviate(ticket, step, by=request.auth.user, why=body.deviation or "")
        else:
            runs.do(ticket, step, by=request.auth.user)
    except runs.NotOfThisTicket:
        raise Refusal("not_found") from None
    return _told(ticket)


def _told(ticket: Ticket) -> outputs.Part[outputs.ProcedureOut]:
    return outputs.Part[outputs.ProcedureOut](items=[render.procedure(one) for one in checklists(ticket)])
