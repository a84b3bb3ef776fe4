"""What the record keeps."""

from rafeeq.tickets.models.abuse import Abuse
from rafeeq.tickets.models.approval import Approval, Remedy
from rafeeq.tickets.models.asked_inside import InternalQuestion, Referral
from rafeeq.tickets.models.claim import Claim, Decision
from rafeeq.tickets.models.complaint import Complaint, Finding, Review, Stage
from rafeeq.tickets.models.conduct import ConductComplaint
from rafeeq.tickets.models.delivery import Delivery
from rafeeq.tickets.models.event import Checkpoint, CheckpointHead, Event
from rafeeq.tickets.models.hand_over import HandOver
from rafeeq.tickets.models.listening import Expectation, Question, Restatement
from rafeeq.tickets.models.message import Attachment, Message, Note
from rafeeq.tickets.models.reader import Reader
from rafeeq.tickets.models.reason import Reason, Tag
from rafeeq.tickets.models.ticket import ENDED, Kind, Outcome, Priority, Status, Ticket
from rafeeq.tickets.models.words import WordsCursor

__all__ = [
    "ENDED",
    "Abuse",
    "Approval",
    "Attachment",
    "Checkpoint",
    "CheckpointHead",
    "Claim",
    "Complaint",
    "ConductComplaint",
    "Decision",
    "Delivery",
    "Event",
    "Expectation",
    "Finding",
    "HandOver",
    "InternalQuestion",
    "Kind",
    "Message",
    "Note",
    "Outcome",
    "Priority",
    "Question",
    "Reader",
    "Reason",
    "Referral",
    "Remedy",
    "Restatement",
    "Review",
    "Stage",
    "Status",
    "Tag",
    "Ticket",
    "WordsCursor",
]
