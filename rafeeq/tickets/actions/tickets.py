"""Open a ticket, and change who has it and what it is about."""

from django.db import transaction
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.lib.text import one_line
from rafeeq.staff.models import Team, User
from rafeeq.system.rows import insert
from rafeeq.tickets.actions.timeline import SYSTEM, Actor, append, locked, locked_itself, save, staff
from rafeeq.tickets.models import Event, Kind, Priority, Reason, Tag, Ticket
from rafeeq.tickets.rules import kind_may_change


class ComplaintStays(Exception):
    """A complaint cannot be made into something smaller by staff."""


class ChangedMeanwhile(Exception):
    """Somebody changed the same fact after the version of the ticket that this change was made from."""

    def __init__(self, event: Event) -> None:
        super().__init__(event.kind)
        self.event = event


def _actor(by: User | Actor) -> Actor:
    return staff(by) if isinstance(by, User) else by


def refuse_if_changed(ticket: Ticket, seen: int | None, *kinds: str) -> None:
    """Raises ChangedMeanwhile when one of these facts came to a locked ticket after its version `seen`.

    The version is the number of its events (`event_count`); None asks for no such care.
    """
    if seen is None or ticket.event_count <= seen:
        return
    event = Event.objects.filter(ticket=ticket, seq__gt=seen, kind__in=kinds).order_by("-seq").first()
    if event is not None:
        raise ChangedMeanwhile(event)


def open_ticket(
    *,
    customer: Customer,
    team: Team,
    channel: str,
    by: Actor,
    subject: str = "",
    kind: str = Kind.INQUIRY,
    language: str = "ar",
    message_follows: bool = False,
    is_conduct: bool = False,
) -> Ticket:
    """Open a new ticket of this customer with this team; nobody has it yet.

    `message_follows`: its first message is written next, in the same transaction, and completes the row.
    `is_conduct`: it complains about somebody of ours; who they are is told next (`conduct.tell_whom_it_is_about`).
    """
    at = timezone.now()
    with transaction.atomic(savepoint=False):
        ticket = insert(
            Ticket(
                customer=customer,
                team=team,
                branch_id=team.branch_id,
                channel=channel,
                subject=one_line(subject)[:500],
                kind=kind,
                language=language,
                is_conduct=is_conduct,
                created_at=at,
                updated_at=at,
            )
        )
        append(ticket, "ticket.opened", by=by, at=at, data={"channel": channel, "team": team.pk, "kind": kind})
        if not message_follows:
            save(ticket)
    return ticket


def assign(
    ticket: Ticket,
    *,
    to: User | None,
    by: User | Actor,
    seen: int | None = None,
    because: str = "",
    is_held: bool = False,
) -> Ticket:
    """Make one person responsible, or nobody. Raises ChangedMeanwhile.

    `because` is told in the timeline when nobody chose it for this ticket alone: "absence", "back", "account closed".
    `is_held`: the ticket is held by this very transaction, and is as it is in the table.
    """
    with transaction.atomic(savepoint=not is_held):
        ticket = ticket if is_held else locked(ticket)
        if ticket.assignee_id != (to.pk if to else None):
            refuse_if_changed(ticket, seen, "ticket.assigned")
            data = {"from": ticket.assignee_id, "to": to.pk if to else None} | ({"because": because} if because else {})
            append(ticket, "ticket.assigned", by=_actor(by), data=data)
            ticket.assignee = to
            save(ticket, "assignee")
    return ticket


def move(ticket: Ticket, *, to: Team, assignee: User | None, by: Actor) -> Ticket:
    """Give the ticket to another team, with whoever has it there: its own team is no more.

    This very ticket, also where it was merged into another one, which may be with another team.
    """
    with transaction.atomic():
        ticket = locked_itself(ticket)
        if ticket.team_id != to.pk:
            data = {"from": ticket.team_id, "to": to.pk, "assignee": assignee.pk if assignee else None}
            append(ticket, "ticket.moved", by=by, data=data)
            ticket.team, ticket.branch_id, ticket.assignee = to, to.branch_id, assignee
            save(ticket, "team", "branch", "assignee")
    return ticket


def lead(ticket: Ticket, *, to: Team, route: int = 0, rule: int = 0) -> None:
    """A route, or an automatic rule, leads a locked ticket that nobody has to another team."""
    data = {"route": route, "team": to.pk, "from": ticket.team_id} | ({"rule": rule} if rule else {})
    append(ticket, "ticket.routed", by=SYSTEM, data=data)
    ticket.team, ticket.branch_id = to, to.branch_id
    save(ticket, "team", "branch")


def change_kind(ticket: Ticket, *, kind: str, by: Actor, seen: int | None = None) -> Ticket:
    """Say what the customer came for. Raises ComplaintStays when staff would make a complaint smaller.

    Raises ChangedMeanwhile as well.
    """
    kind = Kind(kind)
    with transaction.atomic():
        ticket = locked(ticket)
        if by.kind != "customer" and not kind_may_change(ticket.kind, kind):
            raise ComplaintStays
        if ticket.kind != kind:
            refuse_if_changed(ticket, seen, "ticket.kind_changed")
            append(ticket, "ticket.kind_changed", by=by, data={"from": ticket.kind, "to": kind})
            ticket.kind = kind
            save(ticket, "kind")
    return ticket


def make_formal(ticket: Ticket, *, by: Actor) -> Ticket:
    """The customer has it from now on as a formal complaint: `by` is the customer. Once is enough."""
    at = timezone.now()
    with transaction.atomic():
        ticket = change_kind(ticket, kind=Kind.COMPLAINT, by=by)
        if ticket.formal_at is None:
            append(ticket, "ticket.made_formal", by=by, at=at)
            ticket.formal_at = at
            save(ticket, "formal_at")
    return ticket


def call_links_back(ticket: Ticket, *, by: Actor) -> Ticket:
    """Make every customer's link to this ticket that was given out so far useless."""
    with transaction.atomic():
        ticket = locked(ticket)
        ticket.link_epoch += 1
        append(ticket, "links.called_back", by=by, data={"epoch": ticket.link_epoch})
        save(ticket, "link_epoch")
    return ticket


def set_reason(ticket: Ticket, *, reason: Reason | None, by: User | Actor, seen: int | None = None) -> Ticket:
    """Say why the customer came. Raises ChangedMeanwhile."""
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.reason_id != (reason.pk if reason else None):
            refuse_if_changed(ticket, seen, "ticket.reason_set")
            data = {"from": ticket.reason_id, "to": reason.pk if reason else None}
            append(ticket, "ticket.reason_set", by=_actor(by), data=data)
            ticket.reason = reason
            save(ticket, "reason")
    return ticket


def set_priority(ticket: Ticket, *, priority: str, by: User | Actor, seen: int | None = None) -> Ticket:
    """Say how soon it must be looked at. Raises ChangedMeanwhile."""
    priority = Priority(priority)
    with transaction.atomic():
        ticket = locked(ticket)
        if ticket.priority != priority:
            refuse_if_changed(ticket, seen, "ticket.priority_set")
            append(ticket, "ticket.priority_set", by=_actor(by), data={"from": ticket.priority, "to": priority})
            ticket.priority = priority
            save(ticket, "priority")
    return ticket


def set_tags(ticket: Ticket, *, names: list[str], by: User | Actor, seen: int | None = None) -> Ticket:
    """Make these words, and no others, the tags of the ticket. Raises ChangedMeanwhile."""
    wanted = {name.strip()[:60] for name in names if name.strip()}
    with transaction.atomic():
        ticket = locked(ticket)
        had = {tag.name: tag for tag in ticket.tags.all()}
        if wanted != had.keys():
            refuse_if_changed(ticket, seen, "tag.added", "tag.removed")
        for name in sorted(wanted - had.keys()):
            tag, _made = Tag.objects.get_or_create(name=name)
            ticket.tags.add(tag)
            append(ticket, "tag.added", by=_actor(by), data={"tag": tag.pk})
        for name in sorted(had.keys() - wanted):
            ticket.tags.remove(had[name])
            append(ticket, "tag.removed", by=_actor(by), data={"tag": had[name].pk})
        save(ticket)
    return ticket
