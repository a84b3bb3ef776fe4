"""What the record keeps."""

from rafeeq.tickets.models.claim import Claim, Decision
from rafeeq.tickets.models.conduct import ConductComplaint
from rafeeq.tickets.models.delivery import Delivery
from rafeeq.tickets.models.event import Checkpoint, CheckpointHead, Event
from rafeeq.tickets.models.hand_over import HandOver
from rafeeq.tickets.models.message import Attachment, Message, Note
from rafeeq.tickets.models.reason import Reason, Tag
from rafeeq.tickets.models.ticket import ENDED, Kind, Outcome, Priority, Status, Ticket
from rafeeq.tickets.models.words import WordsCursor

__all__ = [
    "ENDED",
    "Attachment",
    "Checkpoint",
    "CheckpointHead",
    "Claim",
    "ConductComplaint",
    "Decision",
    "Delivery",
    "Event",
    "HandOver",
    "Kind",
    "Message",
    "Note",
    "Outcome",
    "Priority",
    "Reason",
    "Status",
    "Tag",
    "Ticket",
    "WordsCursor",
]
