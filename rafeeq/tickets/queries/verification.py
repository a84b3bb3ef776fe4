"""Go through the whole ledger and say what does not fit: the check behind `rafeeq ledger verify`.

Work goes on meanwhile. So what seems at fault is only suspected at first; it is looked at again with the ticket's row
held, and only what is still wrong then is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef

from rafeeq.tickets.models import Checkpoint, CheckpointHead, Claim, Decision, Event, Ticket
from rafeeq.tickets.queries.joined import joining_faults, pointer_faults
from rafeeq.tickets.rules import CLAIM, DECLINE, LAPSE, VERDICT, NotPossible, checkpoint_hash, event_hash, outcome_of

_EVENT = ("ticket_id", "seq", "kind", "actor", "actor_id", "at", "data", "hash")
_TICKET = ("number", "event_count", "head", "outcome", "checkpointed", "merged_into_id", "repeat_of_id")
_CLAIM = ("pk", "ticket_id", "user_id", "cause_id", "verdict", "recorded_by_id", "lapsed_at")
Row = Mapping[str, Any]


def verify_ledger() -> list[str]:
    """Every fault of the ledger in plain words; nothing when it is intact."""
    suspects = list(_suspects())
    told = [fault for number in suspects for fault in _faults_of(number)]
    return [*told, *joining_faults(), *_broken_seals()]


def _suspects() -> Iterator[int]:
    """The tickets that do not fit at a first, unlocked look."""
    tickets = Ticket.objects.order_by("number").values(*_TICKET).iterator()
    events = Event.objects.order_by("ticket_id", "seq").values(*_EVENT).iterator(chunk_size=5_000)
    claims = Claim.objects.order_by("ticket_id", "pk").values(*_CLAIM).iterator()
    decisions = Decision.objects.order_by("ticket_id", "pk").values("pk", "ticket_id", "user_id").iterator()
    for number, ticket, of_ticket in _together(tickets, events, claims, decisions):
        if ticket is None or any(_faults(ticket, *of_ticket)):
            yield number


def _together(tickets: Iterable[Any], *rows: Iterable[Any]) -> Iterator[tuple[int, Row | None, list[list[Row]]]]:
    """Walk tickets and their rows side by side: number, the ticket (None where it is gone), its rows of each kind."""
    groups = [groupby(kind, key=lambda row: cast(int, row["ticket_id"])) for kind in rows]
    heads = [next(group, None) for group in groups]
    walk = iter(tickets)
    ticket = next(walk, None)
    while ticket is not None or any(heads):
        numbers = [head[0] for head in heads if head] + ([ticket["number"]] if ticket else [])
        number = min(numbers)
        found: list[list[Row]] = []
        for place, head in enumerate(heads):
            mine = head is not None and head[0] == number
            found.append(list(head[1]) if head and mine else [])
            if mine:
                heads[place] = next(groups[place], None)
        own = ticket if ticket and ticket["number"] == number else None
        if own is not None:
            ticket = next(walk, None)
        yield number, own, found


def _faults_of(number: int) -> list[str]:
    """The faults of one ticket with its row held."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().filter(number=number).values(*_TICKET).first()
        if ticket is None:
            return [f"ticket {number}: its rows are there, the ticket is not"]
        events = list(Event.objects.filter(ticket_id=number).order_by("seq").values(*_EVENT))
        claims = list(Claim.objects.filter(ticket_id=number).order_by("pk").values(*_CLAIM))
        decisions = list(Decision.objects.filter(ticket_id=number).values("pk", "ticket_id", "user_id"))
        return list(_faults(ticket, events, claims, decisions))


def _faults(ticket: Row, events: list[Any], claims: list[Any], decisions: list[Any]) -> Iterator[str]:
    chain = list(_chain_faults(ticket, events))
    yield from chain
    if not chain:
        yield from _row_faults(ticket["number"], events, claims, decisions)


def _chain_faults(ticket: Row, events: list[Any]) -> Iterator[str]:
    number, previous = ticket["number"], ""
    for place, event in enumerate(events, start=1):
        said = {name: event[name] for name in ("seq", "kind", "actor", "actor_id", "at", "data")}
        if event["seq"] != place:
            yield f"ticket {number}: event {place} is missing"
            return
        if event_hash(previous, ticket=number, **said) != event["hash"]:
            yield f"ticket {number}: event {place} ({event['kind']}) was changed after it was written"
            return
        previous = event["hash"]
    if (len(events), previous) != (ticket["event_count"], ticket["head"]):
        yield f"ticket {number}: its timeline has {len(events)} events, the ticket counted {ticket['event_count']}"
        return
    try:
        told = outcome_of((event["kind"], event["data"]) for event in events)
    except (NotPossible, ValueError) as impossible:
        yield f"ticket {number}: {impossible}"
        return
    if told != ticket["outcome"]:
        yield f"ticket {number}: the timeline tells “{told}”, the ticket says “{ticket['outcome']}”"
    yield from pointer_faults(ticket, events)


def _row_faults(number: int, events: list[Any], claims: list[Any], decisions: list[Any]) -> Iterator[str]:
    """Claims and decisions that do not say what the timeline says: a hand wrote into their tables."""
    told = {event["data"].get("claim"): _told_claim(event) for event in events if event["kind"] == CLAIM}
    for event in events:
        claim = told.get(event["data"].get("claim"))
        if claim is not None and event["kind"] == VERDICT:
            claim |= {"verdict": event["data"].get("verdict"), "recorded_by_id": _staff(event), "lapsed": False}
        if claim is not None and event["kind"] == LAPSE:
            claim["lapsed"] = True
    rows = {claim["pk"]: claim for claim in claims}
    for pk in told.keys() | rows.keys():
        if pk not in told or pk not in rows:
            where, missing = ("table", "timeline") if pk in rows else ("timeline", "table")
            yield f"ticket {number}: claim {pk} is in the {where} and not in the {missing}"
            continue
        wrong = [name for name, value in told[pk].items() if name != "lapsed" and rows[pk][name] != value]
        wrong += ["lapsed_at"] if told[pk]["lapsed"] and rows[pk]["lapsed_at"] is None else []
        if wrong:
            yield f"ticket {number}: claim {pk} does not say what the timeline says ({', '.join(wrong)})"
    declined = {event["data"].get("decision"): event["actor_id"] for event in events if event["kind"] == DECLINE}
    if declined != {decision["pk"]: decision["user_id"] for decision in decisions}:
        yield f"ticket {number}: its decisions are not those of the timeline"


def _told_claim(event: Row) -> dict[str, Any]:
    cause = event["data"].get("cause")
    return {"user_id": event["actor_id"], "cause_id": cause, "verdict": "", "recorded_by_id": None, "lapsed": False}


def _staff(event: Row) -> int | None:
    return cast(int, event["actor_id"]) if event["actor"] == "staff" else None


def _broken_seals() -> Iterator[str]:
    # Read before the seals, so that one made meanwhile is not missed.
    counts = dict(Ticket.objects.filter(checkpointed__gt=0).values_list("number", "checkpointed"))
    in_order = CheckpointHead.objects.order_by("checkpoint_id", "ticket_number")
    fields = ("checkpoint_id", "ticket_number", "seq", "hash")
    groups = groupby(in_order.values_list(*fields).iterator(), key=lambda head: head[0])
    group, previous = next(groups, None), ""
    for seal in Checkpoint.objects.order_by("pk").iterator():
        heads: list[tuple[int, int, str]] = []
        if group is not None and group[0] == seal.pk:
            heads = [(number, seq, head) for _seal, number, seq, head in group[1]]
            group = next(groups, None)
        if checkpoint_hash(previous, seal.at, heads) != seal.hash:
            yield f"checkpoint {seal.pk} of {seal.at:%Y-%m-%d %H:%M} was changed"
        previous = seal.hash
        for number, seq, _head in heads:
            if counts.get(number, 0) <= seq:
                counts.pop(number, None)
    there = Event.objects.filter(ticket_id=OuterRef("ticket_number"), seq=OuterRef("seq"), hash=OuterRef("hash"))
    for lost in CheckpointHead.objects.filter(~Exists(there)).order_by("pk"):
        yield f"ticket {lost.ticket_number}: event {lost.seq} was sealed and is no longer there as it was"
    for number, count in counts.items():
        yield f"ticket {number}: the seal over its first {count} events is missing"
