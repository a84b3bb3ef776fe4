"""What pages ask about tickets and their threads."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from rafeeq.customers.models import Customer
from rafeeq.staff.models import User
from rafeeq.staff.queries import team_ids
from rafeeq.staff.rules import reach
from rafeeq.system.statements import Question, asked, objects
from rafeeq.tickets.models import (
    Attachment,
    Claim,
    Delivery,
    Event,
    HandOver,
    Message,
    Note,
    Reason,
    Ticket,
)
from rafeeq.tickets.queries.conduct import told_to
from rafeeq.tickets.queries.merged import merged_numbers, own_numbers


def visible_to(user: User) -> QuerySet[Ticket]:
    """The tickets that this person may see: the one place where access is decided.

    Besides what the role reaches, a person sees what is assigned to them and what is being handed to them. A complaint
    about somebody's conduct goes past them and those near them (`conduct.told_to`).
    """
    everything = Ticket.objects.all()
    if not user.is_active:
        return everything.none()
    far = reach(user.role)
    if far == "everything":
        return everything.filter(told_to(user))
    ways, offered = _ways(user)
    # What is told from the ticket itself stands first: the database stops at what it has found.
    handed = Q(Exists(offered.filter(ticket=OuterRef("pk"))))
    return everything.filter(reduce(or_, [*ways, handed])).filter(told_to(user))


def _ways(user: User) -> tuple[list[Q], QuerySet[HandOver]]:
    """In what ways a ticket comes before somebody who does not see everything, besides what is being handed to them."""
    far = reach(user.role)
    ways, to_me = [Q(assignee=user)], Q(to_agent=user)
    if far == "branch":
        ways.append(Q(branch_id=user.branch_id))
        to_me |= Q(to_team__branch_id=user.branch_id)
    elif far == "teams":
        teams = team_ids(user)
        ways.append(Q(team__in=teams))
        to_me |= Q(to_team__in=teams)
    return ways, HandOver.objects.filter(to_me, settled_at=None, is_held=False)


def few_visible_to(user: User, most: int) -> set[int] | None:
    """All the tickets that this person may see, where these are at most so many.

    Each way is asked for by itself: any of them at once would be looked for through all tickets.
    """
    found: set[int] = set()
    if not user.is_active:
        return found
    if reach(user.role) == "everything":
        return None
    place = (user.branch_id,) if reach(user.role) == "branch" else ()
    for way in range(len(_ways(user)[0]) + 1):
        found |= {number for (number,) in asked(_by_way(user.role, way, most + 1), user.pk, *place)}
        if len(found) > most:
            return None
    return found


@cache
def _by_way(role: str, way: int, most: int) -> Question:
    def some(person: int, branch: int = 0) -> QuerySet[Ticket, Any]:
        user = User(pk=person, role=role, branch_id=branch)
        ways, offered = _ways(user)
        seen = Ticket.objects.filter([*ways, Q(number__in=offered.values("ticket"))][way]).filter(told_to(user))
        return seen.order_by().values_list("number")[:most]

    return some


def visible_customers(user: User) -> QuerySet[Customer]:
    """The customers whom this person may see: the one place where that is decided.

    Whoever sees everything sees every customer. Others see those who have a ticket that they see, and a supervisor
    besides the customers of the branch.
    """
    everybody = Customer.objects.all()
    if not user.is_active:
        return everybody.none()
    far = reach(user.role)
    if far == "everything":
        return everybody
    mine = Q(Exists(visible_to(user).filter(customer=OuterRef("pk"))))
    if far == "branch":
        mine |= Q(branch_id=user.branch_id)
    return everybody.filter(mine)


def ticket_for(user: User, number: int) -> Ticket | None:
    """One ticket with the people around it, if this person may see it.

    Two questions: asked together the database takes twice as long, whoever asks.
    """
    found: list[Ticket] = objects(_with_people, number) if sees(user, number) else []
    return found[0] if found else None


def _with_people(number: int) -> QuerySet[Ticket]:
    around = ("customer", "customer__organisation", "team", "branch", "assignee", "reason")
    return Ticket.objects.filter(number=number).select_related(*around)


def sees(user: User, number: int) -> bool:
    """Whether this person may see the ticket of this number."""
    if not user.is_active or not 0 <= number < 2**63:
        return False
    place = (user.branch_id,) if reach(user.role) == "branch" else ()
    return bool(asked(_seen_by(user.role), user.pk, number, *place))


@cache
def _seen_by(role: str) -> Question:
    def one(person: int, number: int, branch: int = 0) -> QuerySet[Ticket, Any]:
        return visible_to(User(pk=person, role=role, branch_id=branch)).filter(number=number).values_list("number")

    return one


LISTED = (
    "number",
    "subject",
    "preview",
    "kind",
    "status",
    "outcome",
    "priority",
    "channel",
    "customer_id",
    "customer__name",
    "team__name",
    "assignee_id",
    "assignee__name",
    "updated_at",
    "created_at",
    "waiting_since",
    "message_count",
    "hand_over_count",
    "reopen_count",
    "repeat_of_id",
)


def page_of(
    tickets: QuerySet[Ticket], *, before: tuple[datetime, int] | None = None, size: int = 50
) -> tuple[QuerySet[Ticket], int]:
    """The next tickets by last activity, newest first, after the place `before`; ask for `size` + 1 to know of more."""
    if before is not None:
        at, number = before
        # The plain bound lets the index begin at the right place; the other settles equal instants.
        tickets = tickets.filter(updated_at__lte=at).exclude(updated_at=at, number__gte=number)
    return tickets.order_by("-updated_at", "-number")[: size + 1], size


def open_ones(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.exclude(status="closed")


def messages_of(ticket: Ticket) -> QuerySet[Message]:
    """What was said, oldest first, each with its files and how its sending fared. Holds no internal note.

    What was merged into the ticket is among it, as far as it is of the same customer.
    """
    return (
        Message.objects.filter(ticket__in=own_numbers(ticket))
        .select_related("user", "customer", "address", "forwarded_by")
        .prefetch_related(
            Prefetch("attachments", queryset=Attachment.objects.order_by("pk")),
            Prefetch("deliveries", queryset=Delivery.objects.order_by("pk")),
        )
        .order_by("at", "pk")
    )


def notes_of(ticket: Ticket) -> QuerySet[Note]:
    """Internal notes, oldest first."""
    files = Prefetch("attachments", queryset=Attachment.objects.order_by("pk"))
    return (
        Note.objects.filter(ticket__in=merged_numbers(ticket))
        .select_related("user")
        .prefetch_related(files)
        .order_by("at", "pk")
    )


def timeline_of(ticket: Ticket, *, after: int = 0) -> QuerySet[Event]:
    """The facts about a ticket that follow the sequence number `after`, oldest first."""
    return Event.objects.filter(ticket=ticket, seq__gt=after).order_by("seq")


def claims_of(ticket: Ticket) -> QuerySet[Claim]:
    return Claim.objects.filter(ticket=ticket).select_related("user", "cause").order_by("pk")


def last_claim(ticket: Ticket) -> Claim | None:
    return Claim.objects.filter(ticket=ticket).select_related("user").order_by("-pk").first()


def waits_for_verdict(ticket: Ticket) -> bool:
    """Whether the customer is being asked now; a silence can still be broken by a late answer."""
    return ticket.outcome in {"claimed", "unconfirmed"}


def open_hand_over(ticket: Ticket) -> HandOver | None:
    """The hand-over of this ticket that nobody has accepted yet; one that is held waits for a supervisor's word."""
    return (
        HandOver.objects.filter(ticket=ticket, settled_at=None)
        .select_related("from_team", "to_team", "to_agent", "by")
        .first()
    )


def teams_before(ticket: Ticket) -> list[int]:
    """The teams that have had this ticket and handed it on, the first one first; a team stands there each time."""
    taken = HandOver.objects.filter(ticket=ticket, accepted_by__isnull=False).exclude(from_team=F("to_team"))
    return list(taken.order_by("settled_at", "pk").values_list("from_team", flat=True))


def silent_claims(now: datetime) -> QuerySet[Claim]:
    """Claims whose next step (a reminder, or the end of waiting) is due."""
    return Claim.objects.filter(next_step_at__lte=now).select_related("ticket__customer").order_by("next_step_at", "pk")


def attachment_for(user: User, pk: int) -> Attachment | None:
    """An attached file that is still kept, if this person may see the ticket it belongs to."""
    seen = visible_to(user)
    return Attachment.objects.filter(
        Q(message__ticket__in=seen) | Q(note__ticket__in=seen),
        pk=pk,
        stored__gt="",
    ).first()


def attachment_of(ticket: Ticket, pk: int) -> Attachment | None:
    """A kept file that the customer of this ticket may see: of a message, never of a note or of a stranger."""
    return Attachment.objects.filter(
        message__ticket__in=own_numbers(ticket), message__from_stranger=False, pk=pk, stored__gt=""
    ).first()


def messages_by_external_id(ids: Iterable[str]) -> list[Message]:
    """The messages that a channel knows by these ids, in the order of the ids; one id may stand for several."""
    wanted = {one: place for place, one in enumerate(one for one in ids if one)}
    found = Message.objects.filter(external_id__in=wanted).select_related("ticket") if wanted else ()
    return sorted(found, key=lambda message: (wanted[message.external_id], message.pk))


def takes_part(ticket: Ticket, customer: Customer) -> bool:
    """Whether this customer is the ticket's own, or has written in it as themselves."""
    return (
        ticket.customer_id == customer.pk
        or Message.objects.filter(ticket=ticket, customer=customer, from_stranger=False).exists()
    )


def reasons() -> QuerySet[Reason]:
    return Reason.objects.filter(is_active=True).select_related("parent").order_by("parent__name", "name")
