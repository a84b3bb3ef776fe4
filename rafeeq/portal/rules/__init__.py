"""Where a request stands, told from values alone: who has it, since when, what next. The page says it in sentences."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from rafeeq.tickets.rules import ENDS, REMINDERS, Patience

Turn = Literal["ours", "yours", "asked", "back", "ended"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a request."""

    status: str
    outcome: str
    created_at: datetime
    held_since: datetime | None = None  # when whoever has it now got it
    ended_at: datetime | None = None
    holder: str = ""  # the person's name; empty while it is with the whole team
    team: str = ""
    offered_to: str = ""  # a team that has been asked to take it over
    is_conduct: bool = False
    answered_at: datetime | None = None
    answered_by: str = ""
    waiting_since: datetime | None = None
    claimed_at: datetime | None = None
    claimed_by: str = ""
    reminders: int = 0
    next_step_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The three answers. `turn` is whose turn it is; the moments say since when and until when."""

    who: Literal["person", "team", "leaders", "nobody"]
    holder: str
    team: str
    offered_to: str
    since: datetime
    turn: Turn
    turn_since: datetime
    answered_at: datetime | None
    answered_by: str
    claimed_by: str
    closes_at: datetime | None  # when silence would close it, as unconfirmed


def where_it_stands(facts: Facts, patience: Patience | None = None) -> Standing:
    """The standing that these facts tell; every request has a holder or an end, and a next step."""
    turn, since = _turn(facts)
    return Standing(
        who=_who(facts, turn),
        holder=facts.holder,
        team=facts.team,
        offered_to=facts.offered_to,
        since=facts.held_since or facts.created_at,
        turn=turn,
        turn_since=since,
        answered_at=facts.answered_at,
        answered_by=facts.answered_by,
        claimed_by=facts.claimed_by,
        closes_at=_closes_at(facts, patience or Patience()) if turn == "asked" else None,
    )


def _who(facts: Facts, turn: Turn) -> Literal["person", "team", "leaders", "nobody"]:
    if turn == "ended":
        return "nobody"
    if facts.is_conduct:
        return "leaders"
    return "person" if facts.holder else "team"


def _turn(facts: Facts) -> tuple[Turn, datetime]:
    """Whose turn it is, and since when."""
    if facts.outcome in ENDS and facts.status == "closed":
        return "ended", facts.ended_at or facts.created_at
    if facts.outcome == "claimed":
        return "asked", facts.claimed_at or facts.created_at
    waiting = facts.waiting_since or facts.held_since or facts.created_at
    if facts.outcome in ENDS:
        return "back", waiting
    if facts.status == "waiting":
        return "yours", facts.answered_at or facts.created_at
    return "ours", waiting


def _closes_at(facts: Facts, patience: Patience) -> datetime | None:
    """The end of all waiting: the next step, and what the steps after it still give. None when no step follows."""
    if facts.next_step_at is None:
        return None
    rest = timedelta()
    if facts.reminders < 1:
        rest += patience.second - patience.first
    if facts.reminders < REMINDERS:
        rest += patience.lapse - patience.second
    return facts.next_step_at + rest


def veiled(address: str) -> str:
    """An e-mail address that its owner recognises and nobody else learns: "s…@example.com"."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
