"""A complaint about how somebody of ours behaved: a ticket of its own that goes past them and those near them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.customers.actions import mark_verified
from rafeeq.customers.models import Address
from rafeeq.flows.notify import acknowledge
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import default_team, team
from rafeeq.system.preferences import CONDUCT_TEAM
from rafeeq.system.queries import preference
from rafeeq.tickets.actions.conduct import tell_whom_it_is_about
from rafeeq.tickets.actions.messages import File, laid_down, receive_message
from rafeeq.tickets.actions.tickets import open_ticket
from rafeeq.tickets.actions.timeline import customer as the_customer
from rafeeq.tickets.models import Kind, Ticket


def complain(
    origin: Ticket, *, text: str, about: User | None, address: Address | None, files: Iterable[File] = ()
) -> Ticket:
    """The customer complains, on the page of `origin`, of a person or (`about` None) of how the matter was handled.

    The new ticket is linked from the customer's side alone: nothing on the timeline of `origin` tells of it.
    """
    trusted, files = _trusted_team(origin, about), laid_down(files)
    with transaction.atomic():
        by = the_customer(origin.customer)
        with override(origin.language):
            subject = _("Complaint about conduct")
        ticket = open_ticket(
            customer=origin.customer,
            team=trusted or default_team(),
            channel="web",
            by=by,
            subject=subject,
            kind=Kind.COMPLAINT,
            language=origin.language,
            message_follows=True,
            is_conduct=True,
        )
        tell_whom_it_is_about(ticket, origin=origin, person=about, confided_to=trusted, by=by)
        receive_message(
            ticket,
            customer=origin.customer,
            address=address,
            channel="web",
            text=text.strip(),
            files=files,
            just_opened=True,
        )
        if address is not None:
            mark_verified(address)
            acknowledge(ticket, address=address)
    return ticket


def _trusted_team(origin: Ticket, about: User | None) -> Team | None:
    """The team that the installation trusts with it, unless it is itself complained of."""
    trusted = team(preference(CONDUCT_TEAM))
    if trusted is None or trusted.pk == origin.team_id:
        return None
    if about is not None and about.teams.filter(pk=trusted.pk).exists():
        return None
    return trusted
