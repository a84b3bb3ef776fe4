"""Go through the whole ledger and say what does not fit: the check behind `rafeeq ledger verify`."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, cast

from django.db import transaction

from rafeeq.tickets.models import Checkpoint, CheckpointHead, Claim, Event, Ticket
from rafeeq.tickets.rules import VERDICT, NotPossible, checkpoint_hash, event_hash, outcome_of

_FIELDS = ("ticket_id", "seq", "kind", "actor", "actor_id", "at", "data", "hash")


def verify_ledger() -> list[str]:
    """Every fault of the ledger in plain words; nothing when it is intact."""
    return [*_broken_chains(), *_broken_seals(), *_verdicts_without_event()]


def _broken_chains() -> Iterator[str]:
    tickets = Ticket.objects.order_by("number").values("number", "event_count", "head", "outcome").iterator()
    chains = groupby(_events_in_order(), key=lambda event: event["ticket_id"])
    chain = next(chains, None)
    for ticket in tickets:
        number = ticket["number"]
        while chain is not None and chain[0] < number:  # events of a ticket that is gone
            yield f"ticket {chain[0]}: its events are there, the ticket is not"
            chain = next(chains, None)
        events = list(chain[1]) if chain is not None and chain[0] == number else []
        if events:
            chain = next(chains, None)
        if any(_chain_faults(ticket, events)):
            yield from _faults_now(number)
    for number, _events in chains if chain is None else (chain, *chains):
        yield f"ticket {number}: its events are there, the ticket is not"


def _faults_now(number: int) -> list[str]:
    """Look once more at a ticket that seemed at fault, with its row held: work may have gone on while we read."""
    with transaction.atomic():
        held = Ticket.objects.select_for_update().filter(number=number)
        ticket = held.values("number", "event_count", "head", "outcome").first()
        if ticket is None:
            return [f"ticket {number}: its events are there, the ticket is not"]
        events = Event.objects.filter(ticket_id=number).order_by("seq").values(*_FIELDS)
        return list(_chain_faults(ticket, list(events)))


def _chain_faults(ticket: Mapping[str, Any], events: list[dict[str, Any]]) -> Iterator[str]:
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
    except NotPossible as impossible:
        yield f"ticket {number}: {impossible}"
        return
    if told != ticket["outcome"]:
        yield f"ticket {number}: the timeline tells “{told}”, the ticket says “{ticket['outcome']}”"


def _broken_seals() -> Iterator[str]:
    previous = ""
    for seal in Checkpoint.objects.order_by("pk").iterator():
        heads = list(seal.heads.order_by("ticket_number").values_list("ticket_number", "seq", "hash"))
        if checkpoint_hash(previous, seal.at, heads) != seal.hash:
            yield f"checkpoint {seal.pk} of {seal.at:%Y-%m-%d %H:%M} was changed"
        previous = seal.hash
    for head in CheckpointHead.objects.order_by("pk").iterator():
        if not Event.objects.filter(ticket_id=head.ticket_number, seq=head.seq, hash=head.hash).exists():
            yield f"ticket {head.ticket_number}: event {head.seq} was sealed and is no longer there as it was"


def _verdicts_without_event() -> Iterator[str]:
    """Claims whose verdict the timeline does not know: a hand wrote into the table."""
    told: dict[int, str] = {}
    for data in Event.objects.filter(kind=VERDICT).order_by("pk").values_list("data", flat=True):
        told[data["claim"]] = data["verdict"]
    for pk, number, verdict in Claim.objects.order_by("pk").values_list("pk", "ticket_id", "verdict").iterator():
        if told.get(pk, "") != verdict:
            yield f"ticket {number}: claim {pk} says “{verdict}”, the timeline says “{told.get(pk, '')}”"


def _events_in_order(batch: int = 5_000) -> Iterator[dict[str, Any]]:
    """Every event there is, ticket by ticket in order, without holding them all."""
    events = Event.objects.order_by("ticket_id", "seq").values(*_FIELDS)
    return cast(Iterator[dict[str, Any]], events.iterator(chunk_size=batch))
