"""A complaint from values alone: its stages and what each needs, when it is over, and who may look at it again.

The stages are named as ISO 10002 names them. A decision against the customer does not close a complaint: it stays open,
with the ways that are left explained, until the customer is satisfied or no way is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

STAGES = ("received", "acknowledged", "assessed", "investigated", "responded", "decided", "closed")
FINDINGS = ("upheld", "partly", "rejected")
AGAINST = frozenset({"partly", "rejected"})  # the customer did not get all of what they complained for
SEVERITIES = (1, 2, 3, 4)

# What must be known before a stage is reached; a recourse besides, where the finding is against the customer.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "assessed": ("severity", "assessment"),
    "investigated": ("investigation",),
    "responded": ("answer",),
    "decided": ("finding",),
}


def next_stage(stage: str) -> str | None:
    """The stage that follows; None after the last."""
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None


def needs(stage: str, finding: str = "") -> tuple[str, ...]:
    """What must be filled in to reach this stage."""
    return (*_NEEDS.get(stage, ()), *(("recourse",) if stage == "decided" and finding in AGAINST else ()))


def missing(stage: str, given: Mapping[str, object]) -> tuple[str, ...]:
    """What is still missing to reach this stage."""
    finding = str(given.get("finding") or "")
    return tuple(name for name in needs(stage, finding) if not str(given.get(name) or "").strip())


def is_over(*, outcome: str, finding: str, is_reviewed: bool, review_waits: bool) -> bool:
    """Whether a complaint may be closed: the customer is satisfied or took it back, or every way has been gone.

    A silence ends it only where the decision was wholly for the customer.
    """
    if outcome in {"confirmed", "withdrawn"}:
        return True
    if review_waits:
        return False
    if finding in AGAINST:
        return is_reviewed
    return finding == "upheld" and outcome == "unconfirmed"


def led_to(kind: str, verdict: str, stage: str, finding: str) -> str | None:
    """The stage to which something that happened on the timeline leads a complaint; None where it stays."""
    if kind == "verdict.given" and verdict == "yes":
        return "closed"
    if kind == "ticket.withdrawn":
        return "closed"
    if kind == "claim.lapsed" and finding == "upheld" and stage == "decided":
        return "closed"
    if kind == "verdict.given" and stage in {"responded", "decided", "closed"}:
        return "investigated"  # the objection leads back to it
    if kind == "ticket.declined" and stage not in {"decided", "closed"}:
        return "decided"
    return None


def may_be_reviewed(*, was_declined: bool, finding: str, review_waits: bool, decided_since_review: bool) -> bool:
    """Whether the customer may ask for a second look: at a decision against them that nobody has looked at yet."""
    return (was_declined or finding in AGAINST) and not review_waits and decided_since_review


Refusal = Literal["", "role", "had_part", "supervises"]
REVIEWERS = frozenset({"reviewer", "manager", "admin"})


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of ours, as far as it matters for a review."""

    pk: int
    role: str
    branch: int
    teams: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Chain:
    """Who and where a decision came from: everybody with a part in the matter, the teams and branches that had it."""

    people: frozenset[int]
    teams: frozenset[int] = field(default_factory=frozenset)
    branches: frozenset[int] = field(default_factory=frozenset)


def why_not(person: Somebody, chain: Chain) -> Refusal:
    """Why this person may not look at the decision again; empty when they may.

    Whoever wrote, decided, assigned or approved anything in it has a part in it; whoever supervises a branch or a team
    that had it is too near. To sit in that team makes nobody partial: a small desk has one team, and a reviewer in it.
    """
    if person.pk in chain.people:
        return "had_part"
    if person.role == "supervisor" and (person.branch in chain.branches or person.teams & chain.teams):
        return "supervises"
    return "" if person.role in REVIEWERS else "role"
