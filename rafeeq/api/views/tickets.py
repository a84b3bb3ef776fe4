"""Tickets: the list, one, a new one, its timeline."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from rafeeq.api import outputs, queries, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import LARGEST_ID, NewTicket, Paging, TicketFilters
from rafeeq.api.paging import EPOCH, next_part, place_in
from rafeeq.api.problems import Refusal
from rafeeq.customers.rules import BadAddress
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.receive import receive
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.staff.models import User
from rafeeq.staff.rules import reach
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import messages_of, notes_of, page_of, searched, timeline_of

router = Router(tags=["tickets"])
MICROSECOND = timedelta(microseconds=1)


def seen(call: Call, number: int) -> Ticket:
    """The ticket to act upon, if the caller may see it. Raises Refusal as for one that does not exist."""
    return _found(queries.seen_by(call.auth.user, number))


def whole(ticket: Ticket) -> outputs.TicketOut:
    """The ticket, fetched with its people, and everything that was said in it."""
    return render.ticket(ticket, queries.around([ticket]), messages_of(ticket), notes_of(ticket))


def _found(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise Refusal("not_found")
    return ticket


@router.get(
    "/tickets",
    response=outputs.Part[outputs.ListedTicket],
    summary=gettext_noop("Visible tickets, last activity first"),
)
def list_tickets(request: Call, asked: Query[TicketFilters]) -> outputs.Part[outputs.ListedTicket]:
    """Tickets that the caller may see. Going on from `next` gives no ticket twice, however many arrive meanwhile."""
    tickets = searched(request.auth.user, asked.q or "").filter(_wanted(asked, request.auth.user))
    place = place_in(asked.cursor, 2)
    before = (EPOCH + place[0] * MICROSECOND, place[1]) if place else None
    page, size = page_of(queries.with_people(tickets), before=before, size=asked.limit)
    rows = list(page)
    last = rows[size - 1] if len(rows) > size else None
    around = queries.around(rows[:size])
    return outputs.Part[outputs.ListedTicket](
        items=[render.listed(row, around) for row in rows[:size]],
        next=next_part(request, (last.updated_at - EPOCH) // MICROSECOND, last.number) if last else None,
    )


def _wanted(asked: TicketFilters, user: User) -> Q:
    exact = {
        "outcome": asked.outcome,
        "status": asked.status,
        "customer": asked.customer,
        "channel": asked.channel,
        "reason": asked.reason,
    }
    wanted = Q(**{name: value for name, value in exact.items() if value is not None})
    if asked.team is not None:
        wanted &= Q(team=int(asked.team)) if _is_id(asked.team) else Q(team__name=asked.team)
    if asked.assignee is not None:
        wanted &= _with_assignee(asked.assignee, user)
    if asked.updated_since is not None:
        wanted &= Q(updated_at__gte=asked.updated_since)
    return wanted


def _with_assignee(reference: str, user: User) -> Q:
    if reference in {"me", "none"}:
        return Q(assignee=user if reference == "me" else None)
    return Q(assignee=int(reference)) if _is_id(reference) else Q(assignee__email__iexact=reference)


def _is_id(reference: str) -> bool:
    return reference.isdecimal() and int(reference) <= LARGEST_ID


@router.post("/tickets", response={201: outputs.TicketOut}, summary=gettext_noop("Open a ticket for a customer"))
def open_ticket(request: Call, body: NewTicket) -> tuple[int, outputs.TicketOut]:
    """The customer is recognised by the address, or new. The acknowledgement is on its way when this answers."""
    team = queries.team_for_new(request.auth.user)
    if team is None:
        raise Refusal("may_not_open")
    address = body.customer.address
    try:
        received = receive(
            IncomingMessage(
                channel=body.channel or "api",
                sender=Sender(address.kind, address.value, body.customer.name or ""),
                subject=body.subject,
                text=body.text,
                kind=body.kind or "",
                language=language_guess(f"{body.subject}\n{body.text}"),
                # Whoever sees everything has chosen nothing: there the routes decide.
                team=None if reach(request.auth.user.role) == "everything" else team.pk,
            )
        )
    except BadAddress:
        said = _("This cannot be an address of this kind.")
        raise Refusal("invalid", ("customer.address.value", "bad_address", said)) from None
    ticket = received.ticket
    if ticket.team_id == team.pk:
        ticket.team = team  # the very row that it points to, with its branch: it need not be read again
    ticket.branch = ticket.team.branch
    return 201, render.new_ticket(ticket, queries.around_new(ticket, received.message), received.message)


@router.get(
    "/tickets/{int:number}",
    response=outputs.TicketOut,
    summary=gettext_noop("A ticket with everything that was said in it"),
)
def get_ticket(request: Call, number: int) -> outputs.TicketOut | HttpResponse:
    """Messages with the customer and internal notes, in the order in which they happened.

    A ticket that was merged into another one leads there (307), as far as the caller may see that.
    """
    ticket = _found(queries.shown_to(request.auth.user, number))
    if ticket.merged_into_id is not None:
        into = queries.seen_by(request.auth.user, number)
        if into is not None:
            return HttpResponse(status=307, headers={"Location": reverse("api:get_ticket", args=[into.number])})
    return whole(ticket)


@router.get(
    "/tickets/{int:number}/timeline",
    response=outputs.Part[outputs.EventOut],
    summary=gettext_noop("The facts about a ticket, oldest first"),
)
def get_timeline(request: Call, number: int, asked: Query[Paging]) -> outputs.Part[outputs.EventOut]:
    """What happened, as it was written once. `data` holds ids and plain values, never what somebody wrote."""
    ticket = _found(queries.shown_to(request.auth.user, number))  # its own, also where it was merged
    place = place_in(asked.cursor, 1)
    rows = list(timeline_of(ticket, after=place[0] if place else 0)[: asked.limit + 1])
    page = rows[: asked.limit]
    names = queries.names_of(page)
    return outputs.Part[outputs.EventOut](
        items=[render.event(row, names) for row in page],
        next=next_part(request, page[-1].seq) if len(rows) > len(page) else None,
    )
