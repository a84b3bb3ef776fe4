"""The sender of what waits, without any real channel: each once, whoever sends beside it and whatever fails."""

import threading
from collections import Counter

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from rafeeq.channels import delivery
from rafeeq.channels.base import Service, TransportError
from rafeeq.channels.delivery import DeliverySender
from rafeeq.tickets.models import Delivery
from tests import make
from tests.cast import Cast, build


class Pigeon:
    """A channel that counts what it is given."""

    kind = "email"

    def __init__(self, *, lost: BaseException | None = None) -> None:
        self.flown: Counter[int] = Counter()
        self.lost = lost

    def external_id(self, delivery: Delivery) -> str:
        return f"pigeon-{delivery.pk}"

    def send(self, delivery: Delivery) -> None:
        self.flown[delivery.pk] += 1
        if self.lost:
            raise self.lost

    def services(self) -> list[Service]:
        return []


def sender(pigeon: Pigeon) -> DeliverySender:
    return DeliverySender({"email": pigeon})


def test_what_waits_leaves_once_in_the_order_of_its_time(cast: Cast) -> None:
    ticket, pigeon = make.ticket(), Pigeon()
    for number in range(3):
        make.replied(ticket, cast.noura, f"جواب {number}")
    assert sender(pigeon).drain() == 3
    assert sender(pigeon).drain() == 0
    assert list(pigeon.flown) == sorted(pigeon.flown)
    assert set(pigeon.flown.values()) == {1}
    assert {row.external_id for row in Delivery.objects.all()} == {f"pigeon-{pk}" for pk in pigeon.flown}


def test_several_senders_share_the_work(transactional_db: None) -> None:
    cast = build()
    ticket, pigeon = make.ticket(), Pigeon()
    for number in range(12):
        make.replied(ticket, cast.noura, f"جواب {number}")

    def work() -> None:
        sender(pigeon).drain()
        connection.close()

    threads = [threading.Thread(target=work) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pigeon.flown) == 12
    assert set(pigeon.flown.values()) == {1}
    assert not Delivery.objects.exclude(state="sent").exists()
    assert not Delivery.objects.filter(maybe_twice=True).exists()


@pytest.mark.parametrize(
    ("lost", "state", "bouncing"),
    [
        (TransportError("busy"), "waiting", False),
        (TransportError("no", permanent=True), "failed", False),
        (TransportError("nobody", permanent=True, bad_address=True), "failed", True),
        (KeyError("a fault of ours"), "waiting", False),
    ],
)
def test_each_failure_has_its_consequence(cast: Cast, lost: Exception, state: str, bouncing: bool) -> None:
    make.replied(make.ticket(), cast.noura)
    sender(Pigeon(lost=lost)).drain()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (state, 1)
    assert str(lost).strip("'") in row.error
    cast.sara_email.refresh_from_db()
    assert (cast.sara_email.bouncing_since is not None) == bouncing


def test_a_bounce_that_is_quicker_than_our_note_is_not_unsaid(cast: Cast) -> None:
    make.replied(make.ticket(), cast.noura)

    class Bouncing(Pigeon):
        def send(self, row: Delivery) -> None:
            Delivery.objects.filter(pk=row.pk).update(state="failed", error="came back")

    sender(Bouncing()).drain()
    assert Delivery.objects.get().state == "failed"


def test_the_service_outlives_a_database_that_is_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make.replied(make.ticket(), cast.noura)
    service, stop, looks = sender(Pigeon()), threading.Event(), list[int]()
    usual = service.send_next

    def first_down() -> bool:
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("the database is gone")
        stop.set()
        return usual()

    monkeypatch.setattr(service, "send_next", first_down)
    monkeypatch.setattr(delivery, "TROUBLE_PAUSE", 0)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction lives on it
    service.run(stop)
    assert Delivery.objects.get().state == "sent"


def test_what_is_later_waits(cast: Cast) -> None:
    make.replied(make.ticket(), cast.noura)
    Delivery.objects.update(next_at=timezone.now() + delivery.LEASE)
    assert sender(Pigeon()).drain() == 0


def test_what_was_twice_sent_without_an_answer_is_not_sent_a_third_time(cast: Cast) -> None:
    make.claimed(make.ticket(), cast.noura)
    dying = Pigeon(lost=KeyboardInterrupt())  # the sender dies between handing over and noting it
    for _death in range(2):
        with pytest.raises(KeyboardInterrupt):
            sender(dying).send_next()
        Delivery.objects.update(next_at=timezone.now())  # its lease runs out
    assert not sender(dying).send_next()
    given_up = Delivery.objects.get()
    assert dying.flown[given_up.pk] == 2
    assert (given_up.state, given_up.maybe_twice, bool(given_up.error)) == ("failed", True, True)
