"""How a matter moves on: claimed, judged by the customer, handed over."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Body, Router

from rafeeq.api import outputs, queries
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import GivenBack, GivenVerdict, NewClaim, NewTransfer, Nothing, Reference
from rafeeq.api.problems import Refusal
from rafeeq.api.views.tickets import seen, whole
from rafeeq.flows import hand_over, resolve
from rafeeq.staff.models import Team, User

router = Router(tags=["ledger"])


@router.post(
    "/tickets/{int:number}/claim",
    response={201: outputs.TicketOut},
    summary=gettext_noop("Claim that it is solved, and ask the customer"),
)
def claim(request: Call, number: int, body: NewClaim) -> tuple[int, outputs.TicketOut]:
    """The customer is asked, and nothing counts as solved before they say so."""
    ticket = seen(request, number)
    cause = queries.reason_with(body.cause) if body.cause is not None else None
    if body.cause is not None and cause is None:
        raise Refusal("invalid", ("cause", "unknown", _("There is no such reason.")))
    resolve.propose(ticket, by=request.auth.user, what_was_done=body.what_was_done, cause=cause)
    return 201, whole(queries.as_it_is(ticket))


@router.post(
    "/tickets/{int:number}/verdict",
    response=outputs.TicketOut,
    summary=gettext_noop("Write down the customer's word about the last claim"),
)
def verdict(request: Call, number: int, body: GivenVerdict) -> outputs.TicketOut:
    """Whoever made the claim cannot record what the customer said about it."""
    ticket = seen(request, number)
    resolve.record_verdict(ticket, verdict=body.verdict, source=body.source, by=request.auth.user)
    return whole(queries.as_it_is(ticket))


@router.post(
    "/tickets/{int:number}/transfer",
    response={201: outputs.TicketOut},
    summary=gettext_noop("Offer the ticket to another team or person, with its packet"),
)
def transfer(request: Call, number: int, body: NewTransfer) -> tuple[int, outputs.TicketOut]:
    """Until it is accepted the ticket stays where it is. A further hand-over is for a supervisor to make."""
    ticket = seen(request, number)
    team, agent = _team(body.to_team), _person(body.to_agent)
    if team is None and agent is None:
        raise Refusal("invalid", ("to_team", "missing", _("Say which team or person is to have it.")))
    packet = {name: said or "" for name, said in body.packet}
    try:
        hand_over.transfer(ticket, by=request.auth.user, to_team=team, to_agent=agent, **packet)
    except hand_over.NotInTeam:
        raise Refusal("invalid", ("to_agent", "not_in_team", _("This person takes no tickets there."))) from None
    return 201, whole(queries.as_it_is(ticket))


def _team(reference: Reference | None) -> Team | None:
    team = queries.team_called(reference) if reference is not None else None
    if reference is not None and team is None:
        raise Refusal("invalid", ("to_team", "unknown", _("There is no such team.")))
    return team


def _person(reference: Reference | None) -> User | None:
    person = queries.person_called(reference) if reference is not None else None
    if reference is not None and person is None:
        raise Refusal("invalid", ("to_agent", "unknown", _("There is no such person.")))
    return person


@router.post(
    "/tickets/{int:number}/transfer/accept",
    response=outputs.TicketOut,
    summary=gettext_noop("Take over what was offered"),
)
def accept(request: Call, number: int, body: Annotated[Nothing | None, Body()] = None) -> outputs.TicketOut:
    """The ticket is now the caller's."""
    ticket = seen(request, number)
    hand_over.accept(ticket, by=request.auth.user)
    return whole(queries.as_it_is(ticket))


@router.post(
    "/tickets/{int:number}/transfer/return",
    response=outputs.TicketOut,
    summary=gettext_noop("Return what was offered, and say why"),
)
def give_back(request: Call, number: int, body: GivenBack) -> outputs.TicketOut:
    """The giver, who has had it all along, is told the reason."""
    ticket = seen(request, number)
    hand_over.give_back(ticket, by=request.auth.user, reason=body.reason)
    return whole(queries.as_it_is(ticket))
