"""What every channel hands in: one message, with nothing left in it that only the channel understands."""

from dataclasses import dataclass

from rafeeq.tickets.actions.messages import File


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as the channel names them: an address of one kind, and the name beside it."""

    kind: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a customer, from whatever channel."""

    channel: str
    sender: Sender
    text: str
    subject: str = ""
    html: str = ""  # already cleaned
    quoted: str = ""
    files: tuple[File, ...] = ()
    language: str = "ar"
    account: str = ""  # the channel's account it came in by: answers leave by the same
    team: int | None = None  # the team that this account's messages belong to
    external_id: str = ""
    # Tickets that the message proves to belong to (a signature of ours), the surest first.
    proven: tuple[int, ...] = ()
    # Ids of other messages that it answers, the nearest first; believed only of a known participant.
    answers: tuple[str, ...] = ()
    # Written by a machine: never answered by a machine of ours.
    is_automatic: bool = False
    may_acknowledge: bool = True
    suggests: bool = False  # whether the acknowledgement may quote an article that answers for certain
    forwarded_by: int | None = None  # the person of ours who passed it on, where the channel could prove it
    kind: str = ""
    logged_by: int | None = None  # the person of ours who wrote it down for the customer (by phone, at the counter)
    notes: tuple[str, ...] = ()  # what only the desk shall know: internal notes of whoever passed it on
