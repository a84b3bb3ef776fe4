"""Undo against the sender, many times at once: a reply is out or it is undone, never both and never neither."""

import random
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from rafeeq.channels.delivery import DeliverySender
from rafeeq.flows import reply
from rafeeq.tickets.actions.withdrawals import TooLate, take_back
from rafeeq.tickets.models import Delivery, Event, Message
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import build

pytestmark = pytest.mark.django_db(transaction=True)
REPLIES = 40


class Counting:
    """A channel that only counts what leaves by it."""

    kind = "email"

    def __init__(self) -> None:
        self.left: Counter[int] = Counter()

    def external_id(self, row: Delivery) -> str:
        return f"{row.pk}@rafeeq.example"

    def send(self, row: Delivery) -> None:
        self.left[row.message_id or 0] += 1

    def services(self) -> list[object]:
        return []


def test_out_or_undone_never_both() -> None:
    cast, seeded = build(), random.Random(20261122)
    messages = []
    for _number in range(REPLIES):
        held = timedelta(milliseconds=seeded.randrange(1, 400))
        messages.append(reply.reply(make.ticket(), by=cast.noura, text="أهلًا", held_for=held))
    # All of them are due around now, and both sides begin at the same moment.
    soon = timezone.now()
    for message in messages:
        Delivery.objects.filter(message=message).update(next_at=soon + timedelta(milliseconds=seeded.randrange(0, 400)))
    channel, undone, start = Counting(), set[int](), threading.Barrier(3)
    done = threading.Event()

    def taking(mine: list[Message]) -> None:
        start.wait()
        for message in mine:
            try:
                take_back(message, by=cast.noura)
            except TooLate:
                continue
            undone.add(message.pk)
        connection.close()

    def sending() -> None:
        sender = DeliverySender({"email": channel})  # type: ignore[dict-item]
        start.wait()
        while sender.send_next() or not done.is_set():
            close_old_connections()
        while sender.send_next():
            pass
        connection.close()

    order = messages[:]
    seeded.shuffle(order)
    threads = [threading.Thread(target=taking, args=(order[part::2],)) for part in (0, 1)]
    courier = threading.Thread(target=sending)
    for thread in [*threads, courier]:
        thread.start()
    for thread in threads:
        thread.join()
    Delivery.objects.update(next_at=soon)
    done.set()
    courier.join()

    out = set(channel.left)
    assert out | undone == {message.pk for message in messages}
    assert out & undone == set()
    assert set(channel.left.values()) <= {1}
    assert set(Message.objects.filter(direction="out").values_list("pk", flat=True)) == out
    withdrawn = Event.objects.filter(kind="message.withdrawn").values_list("data__message", flat=True)
    assert set(withdrawn) == undone
    assert verify_ledger() == []
