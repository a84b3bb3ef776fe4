"""The ledger's law: which facts move an outcome, told from values alone.

Outcomes and statuses are plain words here (`models/ticket.py` names them for people). There are four ends and no other:
the customer's yes, the customer's withdrawal, an explained refusal, and a silence that is called silence.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

OUTCOMES = ("open", "claimed", "confirmed", "partly", "disputed", "unconfirmed", "declined", "withdrawn")
ENDS = frozenset({"confirmed", "unconfirmed", "declined", "withdrawn"})
VERDICTS = {"yes": "confirmed", "partly": "partly", "no": "disputed"}

CLAIM = "claim.made"
VERDICT = "verdict.given"
LAPSE = "claim.lapsed"
DECLINE = "ticket.declined"
WITHDRAW = "ticket.withdrawn"
AGAIN = "customer.contacted_again"
MOVERS = frozenset({CLAIM, VERDICT, LAPSE, DECLINE, WITHDRAW, AGAIN})

# Another ticket of the same matter went into this one, and came out of it again.
ABSORB = "ticket.absorbed"
RELEASE = "ticket.released"
# The outcomes by what is still owed to the customer, the least first.
_OWED = ("confirmed", "withdrawn", "declined", "unconfirmed", "claimed", "open", "partly", "disputed")

# From which outcomes each fact may happen. What is not written here cannot happen.
_MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    CLAIM: frozenset(OUTCOMES),
    # An answer may come late, and a yes may turn out to have been too early.
    VERDICT: frozenset({"claimed", "unconfirmed", "confirmed"}),
    LAPSE: frozenset({"claimed"}),
    DECLINE: frozenset({"open", "partly", "disputed", "unconfirmed"}),
    WITHDRAW: frozenset({"open", "claimed", "partly", "disputed", "unconfirmed", "declined"}),
    AGAIN: ENDS,
}


class NotPossible(Exception):
    """The ledger does not allow this fact after the present outcome."""

    def __init__(self, kind: str, outcome: str) -> None:
        super().__init__(f"{kind} cannot follow the outcome “{outcome}”")
        self.kind, self.outcome = kind, outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ticket stands: what the ledger says came of it, and where the work is."""

    outcome: str
    status: str


def after(outcome: str, kind: str, verdict: str = "") -> Standing:
    """Where a ticket stands once `kind` has happened to it; `verdict` is the customer's word when kind is VERDICT.

    Raises NotPossible for a fact that may not follow the outcome, ValueError for an unknown verdict.
    """
    if outcome not in _MAY_FOLLOW[kind]:
        raise NotPossible(kind, outcome)
    if kind == CLAIM:
        return Standing("claimed", "waiting")
    if kind == VERDICT:
        return _after_verdict(outcome, verdict)
    if kind == LAPSE:
        return Standing("unconfirmed", "closed")
    if kind == DECLINE:
        return Standing("declined", "closed")
    if kind == WITHDRAW:
        return Standing("withdrawn", "closed")
    # A new word from the customer breaks a silence; it does not unsay a yes, a refusal or a withdrawal.
    return Standing("open" if outcome == "unconfirmed" else outcome, "open")


def _after_verdict(outcome: str, verdict: str) -> Standing:
    if verdict not in VERDICTS:
        raise ValueError(f"unknown verdict “{verdict}”")
    if outcome == "confirmed" and verdict == "yes":
        raise NotPossible(VERDICT, outcome)
    return Standing(VERDICTS[verdict], "closed" if verdict == "yes" else "open")


def outcome_of(facts: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The outcome that a timeline tells: the fold of its (kind, data) pairs in order.

    What went into the ticket weighs with it until something happens to both of them together.
    """
    own, within = "open", dict[int, str]()
    for kind, data in facts:
        if kind == ABSORB and data["outcome"]:
            within[data["ticket"]] = data["outcome"]
        elif kind == RELEASE:
            within.pop(data["ticket"], None)
        elif kind in MOVERS:
            own = after(together(own, *within.values()), kind, str(data.get("verdict", ""))).outcome
            within = {}
    return together(own, *within.values())


def together(own: str, *others: str) -> str:
    """The outcome of tickets that became one: that by which the customer is owed most. Nobody gains by merging.

    A claim of ours made on another ticket is not carried over: there the customer was asked about something else.
    """
    outcomes = [own, *("open" if other == "claimed" else other for other in others)]
    return max(outcomes, key=_OWED.index)


def kind_may_change(old: str, new: str) -> bool:
    """Whether staff may rename what the customer came for: anything may become a complaint, a complaint stays one."""
    return old == new or old != "complaint"


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the ball lay: the ticket's status, since when the customer waits for us, and our first reply."""

    status: str
    waiting_since: datetime | None
    first_reply_at: datetime | None


def taken_back(
    *, before: Stood, now: Stood, written_at: datetime, outcome: str, other_replies: tuple[datetime, ...] = ()
) -> Stood:
    """Where the ball lies once a reply of `written_at` is taken back that had moved it from `before`.

    Nobody heard the reply, so the customer has been waiting all along. What happened meanwhile stays: another reply
    (`other_replies`: when each was written), a word of the customer, a claim, an end.
    """
    first = before.first_reply_at or min(other_replies, default=None)
    replied_since = any(moment > written_at for moment in other_replies)
    if outcome == "claimed" or now.status == "closed" or replied_since:
        return Stood(now.status, now.waiting_since, first)
    untouched = now.status == "waiting" or now.waiting_since == written_at
    if untouched:
        return Stood(before.status, before.waiting_since, first)
    return Stood(now.status, before.waiting_since or now.waiting_since, first)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long after the question the two reminders go, and when silence is called silence."""

    first: timedelta = timedelta(days=2)
    second: timedelta = timedelta(days=5)
    lapse: timedelta = timedelta(days=8)


REMINDERS = 2


def next_step(last_word: datetime, reminders: int, patience: Patience) -> tuple[Literal["remind", "lapse"], datetime]:
    """What follows an unanswered question, after that many reminders, and when.

    `last_word`: when the question, or the last reminder, really went out. Counting from there, a customer has the full
    time to answer each one, whatever held us up.
    """
    if reminders == 0:
        return "remind", last_word + patience.first
    if reminders < REMINDERS:
        return "remind", last_word + patience.second - patience.first
    return "lapse", last_word + patience.lapse - patience.second


def event_hash(
    previous: str,
    *,
    ticket: int,
    seq: int,
    kind: str,
    actor: str,
    actor_id: int | None,
    at: datetime,
    data: Mapping[str, Any],
) -> str:
    """The link of the chain: SHA-256 over the previous hash and everything this event says, in one fixed spelling."""
    said = [previous, ticket, seq, kind, actor, actor_id, at.timestamp(), data]
    spelled = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def checkpoint_hash(previous: str, at: datetime, heads: Iterable[tuple[int, int, str]]) -> str:
    """The seal over (ticket, number of events, head hash) of every ticket that moved since the previous seal."""
    seal = hashlib.sha256(f"{previous}|{at.timestamp()!r}".encode())
    for number, seq, head in heads:
        seal.update(f"|{number}:{seq}:{head}".encode())
    return seal.hexdigest()
