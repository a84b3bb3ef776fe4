"""When a rule begins: an event of the timeline, or time that has passed since one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that rules can begin with. `by_customer`: words of machines and of strangers do not count."""

    kind: str
    fits: Callable[[Told], bool] = lambda data: True
    by_customer: bool = False


EVENTS: Final[Mapping[str, Trigger]] = {
    "opened": Trigger("ticket.opened", by_customer=True),
    "wrote": Trigger("message.received", by_customer=True),
    "replied": Trigger("message.sent"),
    "claimed": Trigger("claim.made"),
    "not_solved": Trigger("verdict.given", lambda data: data.get("verdict") in {"no", "partly"}),
    "confirmed": Trigger("verdict.given", lambda data: data.get("verdict") == "yes"),
    "came_back": Trigger("customer.contacted_again"),
    "formal": Trigger("ticket.made_formal"),
    "assigned": Trigger("ticket.assigned", lambda data: bool(data.get("to"))),
    "given_up": Trigger("ticket.assigned", lambda data: not data.get("to")),
    "returned": Trigger("hand_over.returned"),
    "reason": Trigger("ticket.reason_set", lambda data: bool(data.get("to"))),
    "priority": Trigger("ticket.priority_set"),
    "kind": Trigger("ticket.kind_changed"),
    "tagged": Trigger("tag.added"),
    "near": Trigger("clock.warned"),
    "late": Trigger("clock.breached"),
    "broken": Trigger("promise.broken"),
    "failed": Trigger("delivery.failed"),
}
# What time passes since; `since` below says from when.
TIMES: Final = ("unanswered", "silent", "question", "unowned", "open")
ALL: Final = (*EVENTS, *TIMES)


def begins(when: str, kind: str, data: Told) -> bool:
    """Whether a rule of this `when` begins with such an event."""
    trigger = EVENTS.get(when)
    return trigger is not None and trigger.kind == kind and trigger.fits(data)


def by_customer(when: str) -> bool:
    """Whether a rule of this `when` begins with what a customer writes."""
    return when in EVENTS and EVENTS[when].by_customer


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands, as far as time passes in it."""

    is_closed: bool
    is_claimed: bool
    waits_for_customer: bool
    is_owned: bool
    opened_at: datetime
    customer_waits_since: datetime | None = None
    last_reply_at: datetime | None = None
    asked_at: datetime | None = None  # a question to the customer that is still open
    given_up_at: datetime | None = None


def since(when: str, at: Standing) -> datetime | None:
    """From when on time passes for a rule; None while it does not."""
    if at.is_closed:
        return None
    if when == "unanswered":
        return None if at.waits_for_customer else at.customer_waits_since
    if when == "silent":
        return at.last_reply_at if at.waits_for_customer and not at.is_claimed else None
    if when == "question":
        return at.asked_at if at.waits_for_customer else None
    if when == "unowned":
        return None if at.is_owned or at.waits_for_customer else at.given_up_at or at.opened_at
    return at.opened_at if when == "open" else None
