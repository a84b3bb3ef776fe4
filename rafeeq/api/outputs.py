"""The shapes that answers have: one class for each noun of the JSON."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, WithJsonSchema

from rafeeq.api.words import (
    Act,
    ActorKind,
    AddressKind,
    ClockKind,
    ClockState,
    DealingKind,
    Decision,
    DeliveryState,
    Direction,
    Kind,
    Outcome,
    Priority,
    PromiseState,
    RemedyState,
    Status,
    StepState,
    Tier,
)

# Written by us in UTC, so the schema promises what RFC 3339 calls `Z`.
Time = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]

Item = TypeVar("Item")


class Part(BaseModel, Generic[Item]):
    """Part of a list: `next` is the address of the part that follows, or null at the end."""

    items: list[Item]
    next: str | None = None


class Named(BaseModel):
    """Something that is told by its id and shown by its name."""

    id: int
    name: str


class AddressOut(BaseModel):
    """A way to reach a customer."""

    kind: AddressKind
    value: str


class CustomerOut(BaseModel):
    """The person who is served."""

    id: int
    name: str
    addresses: list[AddressOut]
    tier: Tier


class RecordedAddress(AddressOut):
    """A way to reach a customer, and whether it is proven, first, or of no use."""

    is_proven: bool
    is_primary: bool
    bounces: bool


class CustomerRecord(Named):
    """A customer as the record has them; empty is what they have not said."""

    addresses: list[RecordedAddress]
    tier: Tier
    organisation: Named | None
    branch: Named | None
    form_of_address: str
    language: str = Field(description=_("In which the customer wants to hear from us; empty: as they write."))
    accessibility: str
    never_call: bool
    created_at: Time


class DealingOut(BaseModel):
    """A visit or an order."""

    customer: Named
    kind: DealingKind
    external_id: str
    at: Time
    branch: Named | None
    amount: float | None
    currency: str
    what: str


class Promise(BaseModel):
    """What was promised, and whether it was kept."""

    text: str
    due: Time
    state: PromiseState


class PromiseOut(Promise):
    """The same with who owns it and what came of it."""

    id: int
    ticket: int
    owner: Named
    made_at: Time
    result: str = Field(description=_("What came of it, or why it was moved or is no longer needed."))
    settled_at: Time | None
    moved_from: int | None = Field(description=_("The id of the promise whose date this one replaced."))


class StepOut(BaseModel):
    """One step of a procedure in a ticket, and what became of it."""

    id: int
    text: str
    why: str
    gates_claim: bool = Field(description=_("No claim is taken before it is done or left out with a reason."))
    state: StepState
    by: Named | None
    at: Time | None
    deviation: str = Field(description=_("Why it was left out."))


class ProcedureOut(BaseModel):
    """A procedure that stands for a ticket, in the version with which it was begun there."""

    id: int
    name: str
    version: int
    is_calm: bool
    steps: list[StepOut]


class Clock(BaseModel):
    """By when something is due from us, or how that came out."""

    kind: ClockKind
    due: Time
    state: ClockState
    paused: bool = Field(description=_("It waits for the customer: for an answer to a question, or for their verdict."))


class AuthorOut(BaseModel):
    """Who wrote or did something; `id` is a customer's or a person's, by `kind`."""

    kind: ActorKind
    id: int | None
    name: str


class AttachmentOut(BaseModel):
    """A file, to be fetched from `url` with the same token."""

    name: str
    size: int = Field(description=_("Bytes."))
    type: str = Field(description=_("What the content is by its own bytes, whatever the sender called it."))
    url: str


class DeliveryOut(BaseModel):
    """How the sending of a reply fares."""

    state: DeliveryState
    error: str
    attempts: int
    sent_at: Time | None
    maybe_twice: bool = Field(description=_("It was sent once more because nobody knows whether it had arrived."))


class MessageOut(BaseModel):
    """Something that was said, or noted between ourselves."""

    id: str
    direction: Direction
    author: AuthorOut
    text: str = Field(description=_("The new part alone, without the quotation."))
    html: str
    attachments: list[AttachmentOut]
    at: Time
    delivery: DeliveryOut | None


class ListedTicket(BaseModel):
    """A ticket as lists show it."""

    number: int
    subject: str
    kind: Kind
    status: Status
    outcome: Outcome = Field(description=_("What the ledger says came of the matter; only the customer confirms it."))
    priority: Priority
    channel: str
    customer: CustomerOut
    team: Named
    branch: Named
    assignee: Named | None
    reason: Named | None
    repeat_of: int | None = Field(description=_("The number of the ticket that this one repeats."))
    created_at: Time
    first_reply_at: Time | None
    updated_at: Time
    promises: list[Promise]
    clocks: list[Clock]


class TicketOut(ListedTicket):
    """A ticket with everything that was said in it."""

    messages: list[MessageOut] = Field(description=_("Oldest first; internal notes have the direction `note`."))


class EventOut(BaseModel):
    """One fact of a ticket's timeline, which is written once and never changed."""

    seq: int
    kind: str
    at: Time
    actor: AuthorOut
    data: dict[str, Any]


class TeamOut(Named):
    """A team and the branch it belongs to."""

    branch: Named


class ReasonOut(Named):
    """A reason why customers come, with the wider one it belongs to."""

    parent: Named | None


class SuggestedReason(ReasonOut):
    """A reason, and how likely it is: of ten with 0.7, seven proved right."""

    probability: float


class SuggestedReasons(BaseModel):
    """The likeliest reasons, the first one first; empty where it is not clear enough."""

    reasons: list[SuggestedReason]


class PersonOut(Named):
    """One of the staff."""

    email: str
    role: str
    teams: list[Named]


class Myself(PersonOut):
    """Whose rights the token carries, and how far it goes."""

    scopes: list[str]


class ArticleFound(BaseModel):
    """An article of the knowledge base."""

    id: int
    title: str
    url: str


class Found(BaseModel):
    """What a search brought, the latest first."""

    tickets: list[ListedTicket]
    customers: list[CustomerOut]
    articles: list[ArticleFound]


class MeasureOut(BaseModel):
    """A measure that can be asked for."""

    name: str
    title: str
    about: str
    form: str
    follow_up_days: int
    calendar: str
    better: str


class MetricOut(BaseModel):
    """A number that may be shown. `value` null: there are too few, or too few have ended. Times are in minutes.

    `window`: `from` and `to`, the days that were counted, and `follow_up_days`, how long each thing was watched before.
    """

    name: str
    unit: str
    value: float | None
    numerator: int
    denominator: int
    excluded: dict[str, int]
    unknown: int
    window: dict[str, str | int]
    as_of: Time
    calendar: str
    interval: list[float | None] | None
    bounds: list[float] | None
    method: str
    n_min_ok: bool
    parts: dict[str, float | None]


class PartOfMeasure(BaseModel):
    """The same number of one part."""

    key: str
    name: str | None
    metric: MetricOut


class MeasuredOut(MetricOut):
    """A measure, and what it is split by."""

    by: str | None
    split: list[PartOfMeasure]


class RemedyOut(BaseModel):
    """Something granted to a customer. Your own system carries it out, and tells what became of it."""

    id: int
    ticket: int
    act: Act
    amount: str | None = Field(description=_("With its decimals, as text; null for an exception."))
    currency: str
    why: str
    by: Named
    at: Time
    state: RemedyState
    state_at: Time | None
    reference: str = Field(description=_("The number that your own system has given it."))


class ApprovalOut(BaseModel):
    """A request to grant more than the asker may."""

    id: int
    ticket: int
    act: Act
    amount: str | None = Field(description=_("With its decimals, as text; null for an exception."))
    currency: str
    why: str
    asked_by: Named
    asked_at: Time
    due_at: Time | None
    decision: Decision | None
    decided_by: Named | None
    decided_at: Time | None
    note: str


class Granted(BaseModel):
    """One of the two: it was within the caller's authority, or it was asked for."""

    remedy: RemedyOut | None
    approval: ApprovalOut | None


class CitationOut(BaseModel):
    """Where a quotation stands, and its words exactly as they stand there."""

    article: int
    title: str
    url: str
    quote: str


class AnswerOut(BaseModel):
    """An answer in the words of articles."""

    text: str
    citations: list[CitationOut]


class AnsweredOut(BaseModel):
    """The answer, or null; how sure it is (0 to 1); and whether a person must answer."""

    answer: AnswerOut | None
    confidence: float
    handover: bool
