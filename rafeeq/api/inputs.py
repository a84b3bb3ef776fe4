"""The shapes that requests may have. What is not named here is refused, so nobody sets a field that is ours to set."""

import base64
import binascii
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from rafeeq.api.words import (
    Act,
    DealingKind,
    Decision,
    Direction,
    HeardAt,
    Kind,
    Language,
    Outcome,
    Status,
    Tier,
    ToldBack,
    Verdict,
)

LONGEST_TEXT = 200_000  # characters
MOST_FILES = 50
LARGEST_ID = 2**63 - 1
PAGE = 50
LARGEST_PAGE = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of visits and orders


def _without_nul(value: str) -> str:
    if "\0" in value:  # no database keeps it
        raise PydanticCustomError("nul_character", "no NUL character")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "not blank")
    return value


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("not_base64", "not base64") from None


def _in_utc(value: datetime) -> datetime:
    """The moment in UTC, which a time without a zone is meant in; some at the ends of the calendar have none."""
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise PydanticCustomError("datetime_out_of_range", "no such moment") from None


def _of_our_time(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year < LAST_YEAR:  # pages tell it in their own time zone and calendar
        raise PydanticCustomError("datetime_out_of_range", "not of our time")
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())


Words = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_without_nul)]
NeededWords = Annotated[Words, AfterValidator(_not_blank)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_without_nul), AfterValidator(_one_line)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_without_nul), AfterValidator(_one_line)]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Moment = Annotated[datetime, AfterValidator(_in_utc)]
Reference = int | Annotated[str, AfterValidator(_without_nul)]
Content = Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]


class Given(BaseModel):
    """A body: every field is known, and of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class GivenAddress(Given):
    kind: Literal["email", "phone"]
    value: Annotated[str, Field(max_length=320), AfterValidator(_without_nul)]


class GivenCustomer(Given):
    name: Name | None = None
    address: GivenAddress


class NewTicket(Given):
    """A customer's matter, told to us outside of our own channels."""

    customer: GivenCustomer
    subject: Line
    text: NeededWords
    kind: Kind | None = None
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,15}$")] | None = Field(
        default=None, description=_("Where it reached us, `api` unless you say otherwise.")
    )


class GivenFile(Given):
    name: Annotated[str, Field(max_length=255), AfterValidator(_without_nul)]
    type: Annotated[str, Field(max_length=120), AfterValidator(_without_nul)] | None = None
    content: Content


class NewMessage(Given):
    """A reply to the customer (`out`), an internal note (`note`), or what the customer said by phone (`in`)."""

    direction: Direction
    text: Words
    html: Words | None = Field(default=None, description=_("The same with formatting; of replies only."))
    attachments: Annotated[list[GivenFile], Field(max_length=MOST_FILES)] | None = None


class NewClaim(Given):
    what_was_done: NeededWords
    cause: Id | None = Field(default=None, description=_("The id of a reason."))


class GivenVerdict(Given):
    verdict: Verdict
    source: HeardAt = Field(description=_("Where you heard the customer's word."))


Coming = Annotated[Moment, Field(strict=False), AfterValidator(_of_our_time)]


class NewPromise(Given):
    """What the customer is promised, and by when."""

    text: Annotated[Line, AfterValidator(_not_blank)]
    due: Coming
    owner: Reference | None = Field(
        default=None, description=_("Who owns it, by id or e-mail address; else who has the ticket, else the caller.")
    )


class PromiseResult(Given):
    """What came of a promise: the customer reads it."""

    result: NeededWords


class SettledStep(Given):
    """A step of a procedure is done; or left out, and why."""

    deviation: Words | None = Field(default=None, description=_("Why it is left out; without it the step is done."))


class PromiseMove(Given):
    """Another date for a promise, and why: the customer is told."""

    due: Coming
    reason: NeededWords


class Packet(Given):
    """What the next person must not have to ask the customer again."""

    restatement: NeededWords
    done: Words | None = None
    missing: Words | None = None
    promised: Words | None = None


class NewTransfer(Given):
    to_team: Reference | None = Field(default=None, description=_("A team's id or its name."))
    to_agent: Reference | None = Field(default=None, description=_("A person's id or e-mail address."))
    packet: Packet


class GivenBack(Given):
    reason: NeededWords = Field(description=_("Why it is not taken over; the giver reads it."))


class NewRemedy(Given):
    """What is to be granted to the customer."""

    act: Act
    amount: Annotated[Decimal, Field(strict=False, max_digits=20, allow_inf_nan=False)] | None = Field(
        default=None, description=_("Of everything but an exception; a number or a text.")
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(default=None, description=_("The ISO code."))
    why: NeededWords


class GivenDecision(Given):
    """`granted` or `refused`; `withdrawn` by whoever asked."""

    decision: Decision
    note: Words | None = None


class GivenState(Given):
    """What became of something granted, told by the system that carries it out."""

    state: ToldBack
    reference: Annotated[str, Field(max_length=120), AfterValidator(_without_nul), AfterValidator(_one_line)] | None = (
        Field(default=None, description=_("The number that your own system has given it."))
    )


class Nothing(Given):
    """No body, or an empty one."""


class Paging(BaseModel):
    """Which part of a list."""

    cursor: Annotated[str, Field(max_length=2000)] | None = Field(
        default=None, description=_("Where to go on: from `next`.")
    )
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE


class TicketFilters(Paging):
    """Which tickets; several conditions must all hold."""

    q: Name | None = Field(default=None, description=_("A number, or words of subject, customer or address."))
    outcome: Outcome | None = None
    status: Status | None = None
    team: Name | None = Field(default=None, description=_("A team's id or its name."))
    assignee: Name | None = Field(default=None, description=_("A person's id or e-mail address, `me` or `none`."))
    customer: Id | None = None
    channel: Name | None = None
    reason: Id | None = None
    updated_since: Moment | None = None


class CustomerFilters(Paging):
    """Which customers."""

    q: Name | None = Field(default=None, description=_("A name, an address, or “#” and a customer's number."))


class NewCustomer(Given):
    """A customer, known by the address."""

    address: GivenAddress
    name: Name | None = None
    organisation: Name | None = None
    branch: Reference | None = Field(default=None, description=_("A branch's id or its name."))
    tier: Tier | None = None
    language: Language | None = Field(default=None, description=_("In which the customer wants to hear from us."))


class NewDealing(Given):
    """A visit or an order that another system knows."""

    kind: DealingKind
    external_id: Annotated[
        str, Field(min_length=1, max_length=120), AfterValidator(_without_nul), AfterValidator(_one_line)
    ]
    customer: GivenCustomer
    at: Annotated[Moment, Field(strict=False), AfterValidator(_of_our_time)]
    branch: Reference | None = Field(default=None, description=_("A branch's id or its name."))
    amount: Annotated[float, Field(strict=False, ge=-1e11, le=1e11, allow_inf_nan=False)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, description=_("The ISO code, `SAR` unless you say otherwise.")
    )
    what: Line | None = None


class NewQuestion(Given):
    """A customer's question."""

    question: Words
    customer: Id | GivenCustomer | None = Field(
        default=None,
        description=_("Who asks, by id or by an address that we know: what only customers may read counts."),
    )


class Searched(BaseModel):
    """What to search for."""

    q: Name


class SuggestReasons(Given):
    """What a customer wrote."""

    text: NeededWords
