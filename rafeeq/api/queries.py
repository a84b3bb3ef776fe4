"""What the JSON door asks beside the questions of the floors below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from rafeeq.api.models import ApiToken, Webhook, WebhookDelivery
from rafeeq.api.rules import is_token, prefix_of
from rafeeq.customers.models import Address, Customer
from rafeeq.customers.queries import described
from rafeeq.sla.models import Promise
from rafeeq.sla.queries import clocks_of, clocks_of_new
from rafeeq.sla.queries.promises import promises_by_ticket
from rafeeq.sla.rules.clocks import Clock
from rafeeq.staff.models import Branch, Team, User
from rafeeq.staff.queries import default_team, people, person, person_by_email, teams
from rafeeq.staff.rules import reach
from rafeeq.system.rows import find
from rafeeq.system.statements import asked, objects
from rafeeq.tickets.models import Event, Message, Reason, Remedy, Ticket
from rafeeq.tickets.queries import reasons, visible_to
from rafeeq.tickets.queries.merged import whole_of
from rafeeq.tickets.queries.people import Met

Addresses = defaultdict[int, list[tuple[str, str]]]


def token_of(secret: str) -> ApiToken | None:
    """The token with this secret, in force or not, with its user."""
    prefix = prefix_of(secret)
    token = find(ApiToken, prefix=prefix) if prefix else None
    if token is None or not is_token(secret, token.hash):
        return None
    owner = find(User, id=token.user_id)
    if owner is None:
        return None
    token.user = owner
    return token


AROUND = ("customer", "team", "branch", "assignee", "reason")
SHOWN = (
    *("number", "subject", "kind", "status", "outcome", "priority", "channel", "repeat_of", "merged_into"),
    *("created_at", "first_reply_at", "updated_at", "customer__tier", *(f"{one}__name" for one in AROUND)),
)


def with_people(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Tickets with what their JSON names, and no other column: half the time of a long list is reading columns."""
    return tickets.select_related(*AROUND).only(*SHOWN)


@dataclass(frozen=True, slots=True)
class Around:
    """What the shapes of tickets need beside the rows themselves."""

    addresses: Addresses
    clocks: Mapping[int, Sequence[Clock]]
    now: datetime
    promises: Mapping[int, Sequence[Promise]] = field(default_factory=dict)


def around(tickets: Sequence[Ticket], *more: int) -> Around:
    """The addresses of these tickets' customers, and of `more` customers, the tickets' clocks and promises."""
    addresses = addresses_of([*(row.customer_id for row in tickets), *more])
    numbers = [row.number for row in tickets]
    return Around(addresses, clocks_of(numbers), timezone.now(), promises_by_ticket(numbers))


def around_new(ticket: Ticket, first: Message) -> Around:
    """The same for a ticket that was just opened by this message; its clocks are told without a question."""
    addresses = addresses_of([ticket.customer_id])
    return Around(addresses, {ticket.number: clocks_of_new(ticket, first)}, timezone.now())


def addresses_of(customers: Iterable[int]) -> Addresses:
    """The addresses of these customers, by id: (kind, value) in the order in which we learned them."""
    found: Addresses = defaultdict(list)
    wanted = set(customers)
    if len(wanted) == 1:
        rows = asked(_addresses_of_one, *wanted)
    else:
        every = Address.objects.filter(customer__in=wanted).order_by("pk")
        rows = list(every.values_list("customer_id", "kind", "value"))
    for customer, kind, value in rows:
        found[customer].append((kind, value))
    return found


def _addresses_of_one(customer: int) -> QuerySet[Address, Any]:
    return Address.objects.filter(customer=customer).order_by("pk").values_list("customer_id", "kind", "value")


def seen_by(user: User, number: int) -> Ticket | None:
    """One ticket to act upon, if this person may see it; the one that it was merged into, if they see that."""
    found = visible_to(user).select_related("customer").filter(number=number).first()
    if found is None or found.merged_into_id is None:
        return found
    return visible_to(user).select_related("customer").filter(number=whole_of(found).number).first()


def shown_to(user: User, number: int) -> Ticket | None:
    """One ticket with what its JSON names, if this person may see it."""
    return with_people(visible_to(user)).filter(number=number).first()


def as_it_is(ticket: Ticket) -> Ticket:
    """A ticket that the caller has just acted upon, read anew: it may have left their sight by that."""
    return with_people(Ticket.objects.all()).get(number=ticket.number)


def tickets_found(numbers: Sequence[int]) -> list[Ticket]:
    """The tickets that a search of theirs found for the caller, in the same order."""
    rows = {row.number: row for row in with_people(Ticket.objects.filter(number__in=numbers))}
    return [rows[number] for number in numbers if number in rows]


def customers_of(met: Sequence[Met]) -> list[Customer]:
    """The records of customers who were meant by a search, in the same order."""
    rows = Customer.objects.in_bulk([one.pk for one in met]) if met else {}
    return [rows[one.pk] for one in met if one.pk in rows]


def team_for_new(user: User) -> Team | None:
    """Where a ticket goes that this person opens: the default team if they see it, else one of theirs.

    None for a person who sees only what is assigned to them: they would lose sight of it at once.
    """
    far = reach(user.role)
    if far == "everything":
        return default_team()
    if far == "branch":
        return teams().filter(branch=user.branch_id).order_by("-is_default", "pk").first()
    if far == "teams":
        mine: list[Team] = objects(_first_team_of, user.pk)
        return mine[0] if mine else None
    return None


def _first_team_of(person: int) -> QuerySet[Team]:
    return Team.objects.filter(members=person).select_related("branch").order_by("-is_default", "pk")[:1]


def team_called(reference: int | str) -> Team | None:
    """A team by its id or its name; None also when several bear the name."""
    found = list(teams().filter(**({"pk": reference} if isinstance(reference, int) else {"name": reference}))[:2])
    return found[0] if len(found) == 1 else None


def person_called(reference: int | str) -> User | None:
    """An active person by id or e-mail address."""
    return person(reference) if isinstance(reference, int) else person_by_email(reference)


def reason_with(pk: int) -> Reason | None:
    """A reason that is in use."""
    return reasons().filter(pk=pk).first()


def people_with_teams() -> QuerySet[User]:
    """Everybody active, with their teams."""
    return people().prefetch_related("teams")


def names_of(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """The names of those who acted, by kind of actor and id."""
    ids: dict[str, set[int]] = {"staff": set(), "customer": set()}
    for event in events:
        if event.actor_id is not None:
            ids[event.actor].add(event.actor_id)
    staff = User.objects.filter(pk__in=ids["staff"]).values_list("pk", "name")
    customers = Customer.objects.filter(pk__in=ids["customer"]).values_list("pk", "name")
    return {("staff", pk): name for pk, name in staff} | {("customer", pk): name for pk, name in customers}


def branch_called(reference: int | str) -> Branch | None:
    """A branch by its id or its name."""
    return Branch.objects.filter(**({"pk": reference} if isinstance(reference, int) else {"name": reference})).first()


def newest_customer() -> int:
    """The id of the customer who was made last: whoever has a higher one is new."""
    return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def record_of(pk: int) -> Customer:
    """A customer's record that the caller has just written."""
    return described(Customer.objects.all()).get(pk=pk)


def remedy_seen_by(user: User, pk: int) -> Remedy | None:
    """Something granted in a ticket that this person may see."""
    if not 0 < pk < 2**63:
        return None
    return Remedy.objects.select_related("ticket", "by").filter(pk=pk, ticket__in=visible_to(user)).first()


def webhooks() -> list[Webhook]:
    """Every webhook, by name."""
    return list(Webhook.objects.order_by("name"))


def webhook(pk: int) -> Webhook | None:
    return Webhook.objects.filter(pk=pk).first()


def address_of(hook: Webhook) -> str:
    """Where administrators look at a webhook."""
    return settings.RAFEEQ_URL + reverse("webhooks:webhook", args=[hook.pk])


LOGGED = 50


def deliveries_of(hook: Webhook) -> list[WebhookDelivery]:
    """The latest that this webhook was told or shall be told, with their events."""
    return list(WebhookDelivery.objects.filter(hook=hook).select_related("event").order_by("-pk")[:LOGGED])


def dead_letters_of(hook: Webhook) -> list[WebhookDelivery]:
    """The latest that was given up."""
    rows = WebhookDelivery.objects.filter(hook=hook, state=WebhookDelivery.State.DEAD)
    return list(rows.select_related("event").order_by("-pk")[:LOGGED])


def delivery_of(hook: Webhook, pk: int) -> WebhookDelivery | None:
    return WebhookDelivery.objects.filter(hook=hook, pk=pk).first()


def waiting_delivery(pk: int) -> WebhookDelivery | None:
    """A delivery that is still to be made, with its webhook and its event, if the webhook is on; a test in any case."""
    rows = WebhookDelivery.objects.filter(pk=pk, state=WebhookDelivery.State.WAITING)
    return rows.filter(Q(hook__is_active=True) | Q(event=None)).select_related("hook", "event").first()


def left_behind() -> list[int]:
    """Deliveries whose time passed an hour ago, and nobody came: their job was lost."""
    since = timezone.now() - timedelta(hours=1)
    rows = WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING, next_at__lt=since)
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:500])


def ticket_outside(number: int) -> Ticket | None:
    """A ticket as other systems hear of it; None for a complaint about conduct, which never leaves."""
    return with_people(Ticket.objects.all()).filter(number=number, is_conduct=False).first()


def administrators() -> list[tuple[str, str]]:
    """The addresses of administrators, each with the language they read."""
    return list(people().filter(role="admin").values_list("email", "language"))
