"""What the inbox's forms do: say each thing once however often its form arrives, and open a ticket by hand."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, connection, transaction

from rafeeq.flows import hand_over
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.receive import receive
from rafeeq.staff.models import User
from rafeeq.system.models import IdempotencyKey
from rafeeq.system.rows import find, insert
from rafeeq.tickets.actions.messages import File
from rafeeq.tickets.models import Ticket

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Once:
    """The one-time mark of a form, and what was written in it.

    The same mark with other words is another thing said: who goes back and writes anew is not silenced.
    """

    mark: str
    text: str
    files: tuple[File, ...] = ()

    @property
    def key(self) -> str:
        digest = hashlib.sha256(self.text.encode())
        for file in self.files:
            digest.update(file.name.encode() + b"\0" + file.content)
        return f"{self.mark}:{digest.hexdigest()}"


def once(said: Once, *, by: User, path: str, do: Callable[[], Made]) -> Made | None:
    """Do it in one transaction with the note that it was done; None when it had been done before.

    What `do` raises undoes the note too, so that the corrected form can be sent again.
    """
    with transaction.atomic():
        if said.mark and not _is_first(said, by, path):
            return None
        return do()


def _is_first(said: Once, by: User, path: str) -> bool:
    """Note that it is being done; False when that was noted before. Of two that come at once the second waits."""
    owner = f"inbox:{by.pk}"
    if find(IdempotencyKey, owner=owner, key=said.key) is not None:
        return False
    note = IdempotencyKey(
        owner=owner,
        key=said.key,
        fingerprint=f"POST {path}"[:500],
        request_hash=said.key[-64:],
        status=302,
    )
    try:
        # SQLite has one writer, who holds the whole file: nobody can have written it meanwhile.
        with transaction.atomic(savepoint=connection.vendor != "sqlite"):
            insert(note)
    except IntegrityError:
        return False
    return True


def was_said(mark: str, *, by: User) -> bool:
    """Whether a form with this one-time mark has been through already."""
    return IdempotencyKey.objects.filter(owner=f"inbox:{by.pk}", key__startswith=f"{mark}:").exists()


def open_by_hand(incoming: IncomingMessage, *, by: User) -> Ticket:
    """Take in what a customer said by phone or at the counter; who took it down is responsible, where the team allows.

    Raises customers.rules.BadAddress.
    """
    with transaction.atomic():
        ticket = receive(incoming).ticket
        try:
            return hand_over.assign(ticket, to=by, by=by)
        except hand_over.NotInTeam:
            return ticket
