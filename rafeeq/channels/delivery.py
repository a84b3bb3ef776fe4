"""Send what waits: each delivery once, tried again with patience, given up in the open.

The row is the queue. It is claimed in a short transaction, sent outside of any, and settled in another. If the sender
dies in between, the row is found again when its lease runs out; it may then arrive twice, and says so. It is never sent
a third time into the unknown: a person decides.
"""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.channels.base import Channel, TransportError
from rafeeq.customers.actions import mark_bouncing
from rafeeq.system import reading
from rafeeq.tickets.actions.deliveries import mark_failed, mark_retry, mark_sent
from rafeeq.tickets.models import Delivery

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# When to try again after each failure; after the last one it has failed for good (about two days in all).
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
PAUSE = 0.2  # seconds between two looks when nothing waits
TROUBLE_PAUSE = 2.0  # seconds to wait when the database cannot be used


class DeliverySender:
    """The service that sends waiting deliveries, one at a time; several may run side by side."""

    name = "deliveries"

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self.channels = channels

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                close_old_connections()
                if not self.send_next():
                    stop.wait(PAUSE)
            except DatabaseError:
                log.exception("Deliveries wait: the database cannot be used")
                connection.close()
                stop.wait(TROUBLE_PAUSE)
        connection.close()

    def drain(self) -> int:
        """Send everything that is due now; how many were tried."""
        tried = 0
        while self.send_next():
            tried += 1
        return tried

    def send_next(self) -> bool:
        """Send one due delivery; False when none is due."""
        delivery = self._claim()
        if delivery is None:
            return False
        try:
            self.channels[delivery.channel].send(delivery)
        except TransportError as error:
            self._failed(delivery, error)
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("Delivery %s could not be made", delivery.pk)
            self._failed(delivery, TransportError(f"{type(error).__name__}: {error}"))
        else:
            mark_sent(delivery)
        return True

    def _claim(self) -> Delivery | None:
        """The next due delivery, held for this sender. What has twice been sent without an answer is given up here."""
        now = timezone.now()
        due = Delivery.objects.filter(state__in=("waiting", "sending"), next_at__lte=now).order_by("next_at", "pk")
        if not due.exists():  # a look that takes no lock
            return None
        with transaction.atomic():
            around = ("message", "ticket__customer", "claim", "address")
            locked = due.select_for_update(
                of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
            )
            delivery = locked.select_related(*around).first()
            if delivery is None:
                return None
            unanswered = delivery.state == Delivery.State.SENDING
            given_up = unanswered and delivery.maybe_twice
            delivery.maybe_twice |= unanswered
            delivery.state = Delivery.State.SENDING
            delivery.attempts += 1
            delivery.next_at = now + LEASE
            channel = self.channels.get(delivery.channel)
            if channel is not None and not delivery.external_id:
                delivery.external_id = channel.external_id(delivery)
            delivery.save(update_fields=["state", "attempts", "next_at", "external_id", "maybe_twice"])
            if given_up:
                mark_failed(delivery, error=_unanswered())
        return self._claim() if given_up else delivery

    def _failed(self, delivery: Delivery, error: TransportError) -> None:
        if error.uncertain and delivery.maybe_twice:
            mark_failed(delivery, error=_unanswered())
            return
        if error.uncertain:
            Delivery.objects.filter(pk=delivery.pk).update(maybe_twice=True)
        if error.permanent or delivery.attempts > len(BACK_OFF):
            mark_failed(delivery, error=str(error))
            if error.bad_address and delivery.address is not None:
                mark_bouncing(delivery.address.kind, delivery.address.value)
        else:
            mark_retry(delivery, at=timezone.now() + BACK_OFF[delivery.attempts - 1], error=str(error))


def _unanswered() -> str:
    with override(reading.language()):
        return _("It was handed over twice without an answer. It may have arrived, and is not sent a third time.")
