"""A planted change in the ledger is found, whoever planted it and where."""

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from rafeeq.tickets.actions.checkpoints import seal
from rafeeq.tickets.models import Checkpoint, CheckpointHead, Claim, Event, Ticket, write_once
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast


@pytest.fixture
def ledger(cast: Cast) -> Ticket:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    seal()
    make.claimed(ticket, cast.noura)
    make.ticket(sender="omar@example.com")
    assert verify_ledger() == []
    return ticket


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """Somebody with the database's own rights has taken the guard away."""
    write_once.lift(connection)
    yield
    write_once.protect(connection)


@pytest.mark.parametrize("table", [Event, Checkpoint, CheckpointHead])
def test_the_database_refuses_to_change_or_remove(ledger: Ticket, table: type[Event]) -> None:
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        table.objects.update(hash="0")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        table.objects.all()._raw_delete("default")
    assert write_once.is_protected(connection)


PLANTED: dict[str, Callable[[Ticket], object]] = {
    "data": lambda t: Event.objects.filter(ticket=t, kind="verdict.given").update(data={"verdict": "yes", "claim": 1}),
    "time": lambda t: Event.objects.filter(ticket=t, seq=1).update(at=t.created_at.replace(year=2030)),
    "actor": lambda t: Event.objects.filter(ticket=t, seq=2).update(actor="system"),
    "removed": lambda t: Event.objects.filter(ticket=t, seq=3)._raw_delete("default"),
    "outcome": lambda t: Ticket.objects.filter(number=t.number).update(outcome="confirmed"),
    "verdict": lambda t: Claim.objects.filter(ticket=t, verdict="no").update(verdict="yes"),
    "seal": lambda _t: Checkpoint.objects.update(hash="0" * 64),
    "head": lambda _t: CheckpointHead.objects.update(seq=1),
}


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("what", list(PLANTED))
def test_a_planted_change_is_found(ledger: Ticket, what: str) -> None:
    PLANTED[what](ledger)
    assert verify_ledger() != []


@pytest.mark.usefixtures("unguarded")
def test_a_tail_cut_off_with_its_ticket_mended_is_found_by_the_seal(ledger: Ticket) -> None:
    """The last sealed events go, and the ticket is rewritten to fit: its chain is sound, the seal is not."""
    seal()
    Event.objects.filter(ticket=ledger, seq__gt=2)._raw_delete("default")
    last = Event.objects.get(ticket=ledger, seq=2)
    Ticket.objects.filter(number=ledger.number).update(event_count=2, head=last.hash, outcome="open", status="open")
    Claim.objects.filter(ticket=ledger).update(verdict="")
    assert any("sealed" in fault for fault in verify_ledger())


def test_sealing_costs_what_happened_since(ledger: Ticket) -> None:
    assert seal() is not None
    assert seal() is None
    make.customer_says(ledger)
    sealed = seal()
    assert sealed is not None
    assert sealed.tickets == 1
