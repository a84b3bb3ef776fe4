"""The thread of one ticket: what was said, what we wrote for ourselves and what happened, in the order of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rafeeq.inbox.rules import sending
from rafeeq.staff.models import User
from rafeeq.tickets.models import (
    Claim,
    Decision,
    Delivery,
    Event,
    HandOver,
    Kind,
    Message,
    Note,
    Priority,
    Reason,
    Tag,
    Ticket,
)
from rafeeq.tickets.queries import claims_of, messages_of, notes_of, timeline_of

# What the thread shows as a message or a note already.
_TOLD_BY_ITSELF = {"ticket.opened", "message.received", "message.sent", "note.written"}
_CHANGES = {"ticket.assigned", "ticket.reason_set", "ticket.kind_changed", "ticket.priority_set"}


@dataclass(frozen=True, slots=True)
class Sending:
    """How one thing of ours fared on its way; `state` in the words of the part `delivery`."""

    state: str
    reason: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, with the rows and names that its sentence needs."""

    kind: str
    actor: str
    who: str
    at: datetime
    words: Mapping[str, Any]
    claim: Claim | None = None
    hand_over: HandOver | None = None
    decision: Decision | None = None
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the thread: exactly one of the three."""

    at: datetime
    message: Message | None = None
    note: Note | None = None
    fact: Fact | None = None
    sendings: tuple[Sending, ...] = ()


def thread_of(ticket: Ticket) -> list[Item]:
    """Everything about this ticket, oldest first, in a number of queries that does not grow with it."""
    messages = [
        Item(said.at, message=said, sendings=tuple(_sending(one) for one in said.deliveries.all()))
        for said in messages_of(ticket)
    ]
    notes = [Item(note.at, note=note) for note in notes_of(ticket)]
    facts = [Item(fact.at, fact=fact) for fact in _facts(ticket)]
    # What was said stands before what it led to at the same instant.
    return sorted([*messages, *notes, *facts], key=lambda item: (item.at, item.fact is not None))


def _facts(ticket: Ticket) -> list[Fact]:
    events = [event for event in timeline_of(ticket) if event.kind not in _TOLD_BY_ITSELF]
    if not events:
        return []
    names = _Names(ticket, events)
    return [names.fact(event) for event in events]


def _sending(delivery: Delivery) -> Sending:
    state = sending(delivery.state, attempts=delivery.attempts, maybe_twice=delivery.maybe_twice)
    return Sending(state, delivery.error, delivery.recipient)


class _Names:
    """The names behind the ids that a timeline holds, fetched once for all of its events."""

    def __init__(self, ticket: Ticket, events: Iterable[Event]) -> None:
        events = list(events)
        self.ticket = ticket
        self.claims = {claim.pk: claim for claim in claims_of(ticket)}
        self.decisions = {row.pk: row for row in Decision.objects.filter(ticket=ticket).select_related("user")}
        around = ("from_team", "to_team", "to_agent", "by", "accepted_by")
        self.hand_overs = {row.pk: row for row in HandOver.objects.filter(ticket=ticket).select_related(*around)}
        self.deliveries = list(Delivery.objects.filter(ticket=ticket, message=None).order_by("pk"))
        self.failed = {row.pk: row for row in Delivery.objects.filter(ticket=ticket, state=Delivery.State.FAILED)}
        self.people = dict(User.objects.filter(pk__in=_people(events)).values_list("pk", "name"))
        self.reasons = _names(Reason, events, {"ticket.reason_set"}, "from", "to")
        self.tags = _names(Tag, events, {"tag.added", "tag.removed"}, "tag")

    def fact(self, event: Event) -> Fact:
        claim = self.claims.get(event.data.get("claim", 0))
        return Fact(
            kind=event.kind,
            actor=event.actor,
            who=self._who(event),
            at=event.at,
            words=self._words(event),
            claim=claim,
            hand_over=self.hand_overs.get(event.data.get("hand_over", 0)),
            decision=self.decisions.get(event.data.get("decision", 0)),
            sendings=self._sendings(event),
        )

    def _who(self, event: Event) -> str:
        if event.actor == Event.Actor.STAFF:
            return self.people.get(event.actor_id or 0, "")
        return self.ticket.customer.name if event.actor == Event.Actor.CUSTOMER else ""

    def _words(self, event: Event) -> dict[str, Any]:
        data = event.data
        if event.kind in _CHANGES:
            names: Mapping[str, Mapping[Any, Any]] = {
                "ticket.assigned": self.people,
                "ticket.reason_set": self.reasons,
                "ticket.kind_changed": dict(Kind.choices),
                "ticket.priority_set": dict(Priority.choices),
            }
            known = names[event.kind]
            return {"old": known.get(data["from"]), "new": known.get(data["to"])}
        if event.kind in {"tag.added", "tag.removed"}:
            return {"tag": self.tags.get(data["tag"], "")}
        if event.kind == "delivery.failed":
            return {"failed": self.failed.get(data["delivery"])}
        return dict(data)

    def _sendings(self, event: Event) -> tuple[Sending, ...]:
        purposes = {"claim.made": "question", "ticket.declined": "decision"}
        purpose = purposes.get(event.kind)
        if purpose is None:
            return ()
        claim = event.data.get("claim")
        return tuple(
            _sending(row) for row in self.deliveries if row.purpose == purpose and claim in (None, row.claim_id)
        )


def _people(events: Iterable[Event]) -> set[int]:
    found = {event.actor_id for event in events if event.actor == Event.Actor.STAFF}
    for event in events:
        if event.kind == "ticket.assigned":
            found |= {event.data["from"], event.data["to"]}
    return {pk for pk in found if pk}


def _names(model: type[Reason] | type[Tag], events: Iterable[Event], kinds: set[str], *keys: str) -> dict[int, str]:
    wanted = {event.data.get(key) for event in events if event.kind in kinds for key in keys} - {None}
    rows: Iterable[tuple[int, str]] = model.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return dict(rows)
