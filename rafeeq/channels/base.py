"""What a channel is to the rest of the house: it can send one delivery, and it may have services that run for ever."""

import threading
from typing import Protocol

from rafeeq.tickets.models import Delivery


class TransportError(Exception):
    """A delivery did not go through.

    `permanent`: trying again would not help. `bad_address`: because nobody is reached by this address.
    `uncertain`: the other side may have taken it all the same, and would get it twice.
    """

    def __init__(
        self, message: str, *, permanent: bool = False, bad_address: bool = False, uncertain: bool = False
    ) -> None:
        super().__init__(message)
        self.permanent, self.bad_address, self.uncertain = permanent, bad_address, uncertain


class Channel(Protocol):
    """One way in and out."""

    kind: str

    def external_id(self, delivery: Delivery) -> str:
        """The id that this delivery will leave with, the same at every try."""
        ...

    def send(self, delivery: Delivery) -> None:
        """Hand the delivery over to the outside. Raises TransportError."""
        ...

    def services(self) -> "list[Service]":
        """What must run for this channel as long as the worker lives."""
        ...


class Service(Protocol):
    """Something that runs in a thread of the worker until it is told to stop."""

    name: str

    def run(self, stop: threading.Event) -> None: ...
