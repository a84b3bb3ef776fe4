"""Two tickets of one matter become one, and part again.

Timelines are written once, so nothing moves between them: the merged ticket points to the other (`merged_into`), both
timelines say so, and the other's page shows both. What is owed to the customer weighs more than what is not: outcome,
dates, kind and counts of the two are joined by `rules.together` and the functions here, and put back by `unmerge`.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rafeeq.staff.models import User
from rafeeq.staff.rules import may_erase
from rafeeq.tickets.actions.ledger import wait_no_longer
from rafeeq.tickets.actions.timeline import Actor, append, locked_itself, save, staff
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.rules import ABSORB, ENDS, MOVERS, RELEASE, outcome_of, together

PRIORITIES = ("low", "normal", "high", "urgent")
# Kinds that nobody may make smaller, and that must not hide each other.
STRONG = ("complaint", "data_rights")
_WRITTEN = (
    "outcome", "status", "kind", "formal_at", "priority", "reason", "created_at", "first_reply_at", "waiting_since",
)  # fmt: skip
_COUNTED = ("message_count", "hand_over_count", "reopen_count", "offer_count")
_WORK = MOVERS | {"message.received", "message.sent", "message.written", "ticket.settled", "delivery.failed"}


class NotMergeable(Exception):
    """These two cannot become one; `why` says which rule forbids it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def merge(ticket: Ticket, *, into: Ticket, by: User) -> Ticket:
    """Let `ticket` go into another one and give that. Raises NotMergeable."""
    at = timezone.now()
    with transaction.atomic():
        ticket, into = both(ticket, into)
        _refuse(ticket, into, by)
        wait_no_longer(ticket)
        ticket.hand_overs.filter(settled_at=None).update(settled_at=at)  # nobody is to take over what went elsewhere
        data = {"into": into.number, "outcome": ticket.outcome, "before": _values(ticket, "status", "waiting_since")}
        append(ticket, "ticket.merged", by=staff(by), at=at, data=data)
        before, outcome, counts = _values(into, *_WRITTEN), ticket.outcome, [getattr(ticket, n) for n in _COUNTED]
        _join(into, ticket)
        tags = _share_tags(into, ticket)
        data = {"ticket": ticket.number, "outcome": outcome, "before": before, "after": _values(into, *_WRITTEN)}
        append(into, ABSORB, by=staff(by), at=at, data=data | {"counts": counts, "tags": tags})
        if into.outcome != "claimed":
            wait_no_longer(into)
        ticket.merged_into, ticket.status, ticket.waiting_since = into, "closed", None
        save(ticket, "merged_into", "status", "waiting_since")
        save(into, *_WRITTEN, *_COUNTED, "updated_at")
    return into


def unmerge(ticket: Ticket, *, by: Actor) -> Ticket:
    """Take a merged ticket out again, as it was when it went in, and give it. Raises NotMergeable."""
    with transaction.atomic():
        if ticket.merged_into_id is None:
            raise NotMergeable("not_in")
        ticket, into = both(ticket, ticket.merged_into_id)
        went = Event.objects.filter(ticket=ticket, kind="ticket.merged").order_by("-seq").first()
        if ticket.merged_into_id != into.number or went is None:
            raise NotMergeable("not_in")
        if went.data.get("emptied"):
            raise NotMergeable("emptied")  # a split that was undone: its messages are back where they came from
        told = Event.objects.filter(ticket=into, kind=ABSORB, data__ticket=ticket.number).order_by("-seq")[0]
        append(ticket, "ticket.unmerged", by=by, data={"into": into.number})
        ticket.hand_overs.filter(settled_at=went.at, accepted_by=None).update(settled_at=None)
        before = went.data["before"]
        ticket.merged_into, ticket.status = None, before["status"]
        ticket.waiting_since = parse_datetime(before["waiting_since"] or "")
        append(into, RELEASE, by=by, data={"ticket": ticket.number})
        _part(into, ticket, told)
        save(ticket, "merged_into", "status", "waiting_since")
        save(into, *_WRITTEN, *_COUNTED, "updated_at")
    return ticket


def both(one: Ticket | int, other: Ticket | int) -> tuple[Ticket, Ticket]:
    """Both rows held, always the lower number first, so that two who merge crosswise do not wait for each other."""
    numbers = [ticket if isinstance(ticket, int) else ticket.number for ticket in (one, other)]
    held = {number: locked_itself(number) for number in sorted(set(numbers))}
    return held[numbers[0]], held[numbers[1]]


def _refuse(ticket: Ticket, into: Ticket, by: User) -> None:
    if ticket.number == into.number:
        raise NotMergeable("itself")
    if ticket.merged_into_id is not None or into.merged_into_id is not None:
        raise NotMergeable("merged")
    if ticket.is_conduct or into.is_conduct:
        raise NotMergeable("conduct")
    if {ticket.kind, into.kind} == set(STRONG):
        raise NotMergeable("kinds")
    if ticket.customer_id != into.customer_id:
        if not may_erase(by.role):
            raise NotMergeable("customers")
        if ticket.outcome in {"partly", "disputed"} or ticket.kind in STRONG:
            raise NotMergeable("word")  # one customer's word is not answered by what another one says


def _join(into: Ticket, ticket: Ticket) -> None:
    """The columns of both in one; nothing of it makes the customer's case smaller or younger."""
    statuses = {into.status, ticket.status}
    into.outcome = together(into.outcome, ticket.outcome)
    into.created_at = min(into.created_at, ticket.created_at)
    into.first_reply_at = _earliest(into.first_reply_at, ticket.first_reply_at)
    into.waiting_since = _earliest(into.waiting_since, ticket.waiting_since)
    into.kind = next((kind for kind in STRONG if kind in {into.kind, ticket.kind}), into.kind)
    into.formal_at = _earliest(into.formal_at, ticket.formal_at)
    into.priority = max(into.priority, ticket.priority, key=PRIORITIES.index)
    into.reason_id = into.reason_id or ticket.reason_id
    into.status = _status(into, statuses)
    into.updated_at = max(into.updated_at, ticket.updated_at)
    for name in _COUNTED:
        setattr(into, name, getattr(into, name) + getattr(ticket, name))


def _status(into: Ticket, statuses: set[str]) -> str:
    if len(statuses) == 1 and (statuses != {"closed"} or into.outcome in ENDS):
        return statuses.pop()
    return "open" if into.waiting_since or statuses & {"new", "open"} else "waiting"


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _share_tags(into: Ticket, ticket: Ticket) -> list[int]:
    had = set(into.tags.values_list("pk", flat=True))
    new = [pk for pk in ticket.tags.order_by("pk").values_list("pk", flat=True) if pk not in had]
    into.tags.add(*new)
    return new


def _part(into: Ticket, ticket: Ticket, told: Event) -> None:
    """Undo `_join` as far as nothing else has happened to the columns since."""
    events = list(Event.objects.filter(ticket=into).order_by("seq").values_list("kind", "data", "seq", "at"))
    went = [data for kind, data, *_more in events if kind == ABSORB]
    # A split that was put back lies here empty, and is nothing that went in.
    emptied = [data["ticket"] for data in went if data["outcome"] is None]
    others = list(Ticket.objects.filter(merged_into=into).exclude(number__in=[ticket.number, *emptied]))
    was, then = told.data["after"], told.data["before"]
    into.outcome = outcome_of([*((kind, data) for kind, data, *_more in events), (RELEASE, {"ticket": ticket.number})])
    own = next(data["before"] for data in went if data["outcome"] is not None)
    into.created_at = min([_moment(own["created_at"]) or into.created_at, *(one.created_at for one in others)])
    unsaid = {data["message"] for kind, data, *_more in events if kind == "message.withdrawn"}
    replies = (at for kind, data, _seq, at in events if kind == "message.sent" and data["message"] not in unsaid)
    into.first_reply_at = _earliest(*replies, *(one.first_reply_at for one in others))
    now = _values(into, "kind", "priority", "reason")
    for name in now:
        if now[name] == was[name] and not any(_values(one, name)[name] == now[name] for one in others):
            setattr(into, "reason_id" if name == "reason" else name, then[name])
    if into.formal_at is not None and into.formal_at == ticket.formal_at:
        into.formal_at = _earliest(_moment(then.get("formal_at")), *(one.formal_at for one in others))
    worked = any(kind in _WORK for kind, _data, seq, _at in events if seq > told.seq)
    if into.waiting_since is not None and into.waiting_since == ticket.waiting_since:
        into.waiting_since = _moment(then["waiting_since"])
    if into.merged_into_id is not None:
        into.waiting_since = None  # it lies in another ticket itself, and stays there
    elif not worked and not others:
        into.status, into.waiting_since = then["status"], _moment(then["waiting_since"])
    elif into.status == "closed" and into.outcome not in ENDS:
        into.status = "open"
    counts = [ticket.message_count, *told.data["counts"][1:]]  # a reply may have been taken back meanwhile
    for name, count in zip(_COUNTED, counts, strict=False):  # older events do not know of offers
        setattr(into, name, max(0, getattr(into, name) - count))
    into.tags.remove(*told.data["tags"])


def _values(ticket: Ticket, *names: str) -> dict[str, Any]:
    """Columns as plain values, as an event keeps them."""
    values = {name: getattr(ticket, "reason_id" if name == "reason" else name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
