"""One ticket that holds two matters becomes two; and back, while nothing was said or done on the new one.

The customer's words move, our answers stay where they were given. Both timelines tell which messages went.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rafeeq.staff.models import User
from rafeeq.tickets.actions.merges import STRONG, NotMergeable, both
from rafeeq.tickets.actions.messages import PREVIEW
from rafeeq.tickets.actions.tickets import open_ticket
from rafeeq.tickets.actions.timeline import append, locked_itself, save, staff
from rafeeq.tickets.models import Event, Message, Ticket
from rafeeq.tickets.rules import ABSORB

# What may have happened to a new ticket without anybody having worked on it.
_IDLE = frozenset(
    {"ticket.opened", "ticket.split_from", "ticket.assigned", "ticket.kind_changed", "ticket.reason_set"}
    | {"ticket.priority_set", "tag.added", "tag.removed", "repeat.linked", "repeat.unlinked"}
    # What went along with the split, and what time does by itself.
    | {"promise.came", "promise.went", "promise.warned", "clock.warned", "clock.breached", "clock.escalated"}
)


def split(ticket: Ticket, *, messages: Iterable[int], subject: str, by: User) -> Ticket:
    """Make these messages of the customer a ticket of its own, as old as the first of them. Raises NotMergeable."""
    with transaction.atomic():
        ticket = locked_itself(ticket)
        if ticket.merged_into_id is not None or ticket.is_conduct:
            raise NotMergeable("conduct" if ticket.is_conduct else "merged")
        going, staying = _chosen(ticket, set(messages))
        made = open_ticket(
            customer=ticket.customer,
            team=ticket.team,
            channel=going[0].channel,
            by=staff(by),
            subject=subject,
            kind=ticket.kind,
            language=ticket.language,
            message_follows=True,
        )
        ids = [message.pk for message in going]
        append(made, "ticket.split_from", by=staff(by), data={"ticket": ticket.number, "messages": ids})
        made.created_at, made.waiting_since = going[0].at, going[0].at
        made.assignee_id, made.priority = ticket.assignee_id, ticket.priority
        made.status = "open" if ticket.first_reply_at else "new"
        made.preview, made.message_count = _preview(going[-1]), len(going)
        if made.assignee_id:
            append(made, "ticket.assigned", by=staff(by), data={"from": None, "to": made.assignee_id})
        columns = ("created_at", "waiting_since", "assignee", "priority", "status", "preview", "message_count")
        save(made, *columns)
        Message.objects.filter(pk__in=ids).update(ticket=made)
        _leave(ticket, made, ids, staying, by)
    return made


def _chosen(ticket: Ticket, wanted: set[int]) -> tuple[list[Message], list[Message]]:
    """The customer's messages that go, and what stays, both in order. Raises NotMergeable."""
    said = list(Message.objects.filter(ticket=ticket).order_by("at", "pk").defer("html", "quoted"))
    own = [one for one in said if one.direction == "in" and not one.is_automatic and not one.from_stranger]
    going = [one for one in own if one.pk in wanted]
    if not going or {one.pk for one in going} != wanted:
        raise NotMergeable("nothing")
    if len(going) == len(own):
        raise NotMergeable("all")
    return going, [one for one in said if one.pk not in wanted]


def _leave(ticket: Ticket, made: Ticket, ids: list[int], staying: list[Message], by: User) -> None:
    """What changes on the ticket that the messages leave: who waits for whom is told by what stays."""
    before = ticket.waiting_since
    data = {"ticket": made.number, "messages": ids, "waiting_since": before.isoformat() if before else None}
    append(ticket, "ticket.split_off", by=staff(by), data=data)
    if before is not None:
        answered = max((one.at for one in staying if one.direction == "out"), default=None)
        open_words = (one.at for one in staying if one.direction == "in" and not one.is_automatic)
        ticket.waiting_since = min((at for at in open_words if answered is None or at > answered), default=None)
    ticket.message_count = max(0, ticket.message_count - len(ids))
    ticket.preview = _preview(staying[-1])
    save(ticket, "waiting_since", "message_count", "preview")


def _preview(message: Message) -> str:
    return " ".join((message.text or message.subject)[: PREVIEW * 3].split())[:PREVIEW]


def put_back(ticket: Ticket, *, by: User) -> Ticket:
    """Undo a split: the messages go back, and what was split off leads there. Gives the ticket they came from.

    Raises NotMergeable where somebody has worked on it, or it was never split off.
    """
    at = timezone.now()
    with transaction.atomic():
        split_off = Event.objects.filter(ticket=ticket, kind="ticket.split_from").order_by("-seq").first()
        if split_off is None:
            raise NotMergeable("nothing")
        ticket, source = both(ticket, split_off.data["ticket"])
        kinds = set(Event.objects.filter(ticket=ticket).values_list("kind", flat=True))
        if ticket.merged_into_id is not None or source.merged_into_id is not None or kinds - _IDLE:
            raise NotMergeable("worked_on")
        ids = split_off.data["messages"]
        Message.objects.filter(pk__in=ids, ticket=ticket).update(ticket=source)
        told = {"ticket": ticket.number, "outcome": None, "messages": ids}
        append(ticket, "ticket.merged", by=staff(by), at=at, data={"into": source.number, "emptied": True})
        append(source, ABSORB, by=staff(by), at=at, data=told)
        _return(source, ticket, ids)
        ticket.merged_into, ticket.status, ticket.waiting_since, ticket.message_count = source, "closed", None, 0
        save(ticket, "merged_into", "status", "waiting_since", "message_count")
        save(source, "waiting_since", "message_count", "preview", "kind", "status")
    return source


def _return(source: Ticket, ticket: Ticket, ids: list[int]) -> None:
    left = Event.objects.filter(ticket=source, kind="ticket.split_off", data__ticket=ticket.number).order_by("-seq")[0]
    answered = Event.objects.filter(ticket=source, kind="message.sent", seq__gt=left.seq).exists()
    before = parse_datetime(left.data["waiting_since"] or "")
    if before is not None and not answered:
        source.waiting_since = min(before, source.waiting_since or before)
    source.message_count += len(ids)
    source.kind = ticket.kind if ticket.kind in STRONG and source.kind not in STRONG else source.kind
    last = Message.objects.filter(ticket=source).order_by("-at", "-pk").first()
    source.preview = _preview(last) if last else source.preview
