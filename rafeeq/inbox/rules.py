"""What the pages decide from values alone: places in a list, the journey's steps, how a sending is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from rafeeq.lib.arabic.folding import fold

COUNTED_UP_TO = 99

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def place(at: datetime, number: int) -> str:
    """The place of one row in a list ordered by last activity, as it stands in an address."""
    return f"{(at - _EPOCH) // _MICROSECOND}-{number}"


def read_place(text: str) -> tuple[datetime, int] | None:
    """The moment and the number in a place; None for anything that `place` did not write."""
    match = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", text)
    if match is None:
        return None
    try:
        return _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])
    except OverflowError:
        return None


StepState = Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One station on a matter's way."""

    name: Literal["arrived", "answered", "work", "confirmed"]
    state: StepState


def journey(*, answered: bool, outcome: str) -> list[Step]:
    """The stations of a matter. The last one is done by the customer's yes and by nothing else."""
    claimed = outcome in {"claimed", "confirmed", "unconfirmed"}
    over = outcome in {"declined", "withdrawn"}
    work: StepState = "done" if claimed or over else "now" if answered else "ahead"
    return [
        Step("arrived", "done"),
        Step("answered", "done" if answered else "ahead" if claimed or over else "now"),
        Step("work", work),
        Step("confirmed", "done" if outcome == "confirmed" else "now" if outcome == "claimed" else "ahead"),
    ]


def sending(state: str, *, attempts: int, maybe_twice: bool) -> str:
    """How far a sending has come, in the words of the part `delivery`."""
    if state == "waiting" and attempts:
        return "retrying"
    if state == "sent" and maybe_twice:
        return "unsure"
    return state


def words_in(text: str) -> list[str]:
    """The tags that a person wrote in one line, parted by commas of either script."""
    return [word for part in re.split(r"[,،؛;\n]", text) if (word := " ".join(part.split()))]


def capped(count: int) -> str:
    """A count that was stopped at the cap plus one, as it is shown."""
    return f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count)


# How long a reply made in the page waits before it leaves; until then it can be taken back.
UNDO = timedelta(seconds=10)


def named_in(text: str, names: Mapping[int, str]) -> list[int]:
    """Who is mentioned in a note: the ids of those whose whole name follows an @, whatever its spelling.

    Where one name begins another the longer one is meant.
    """
    folded = " ".join(fold(text).split())
    spelled = {pk: " ".join(fold(name).split()) for pk, name in names.items()}
    found = []
    for pk, name in sorted(spelled.items(), key=lambda pair: -len(pair[1])):
        if not name:
            continue
        mention = re.compile("@" + re.escape(name) + r"(?!\w)")
        if mention.search(folded):
            found.append(pk)
            if sum(1 for other in spelled.values() if other == name) == 1:
                folded = mention.sub(" ", folded)
    return found


LATER = ("later_today", "tomorrow", "next_week", "date")


def later(choice: str, now: datetime, day: date | None = None) -> datetime | None:
    """The moment that somebody means by `choice`, by the clock that `now` is read on; None when it cannot be told.

    Days begin at eight in the morning, and weeks on Sunday.
    """
    if choice == "later_today":
        return now + timedelta(hours=3)
    morning = now.replace(hour=8, minute=0, second=0, microsecond=0)
    if choice == "tomorrow":
        return morning + timedelta(days=1)
    if choice == "next_week":
        return morning + timedelta(days=(6 - now.weekday()) % 7 or 7)
    if choice == "date" and day is not None and day > now.date():
        return morning.replace(year=day.year, month=day.month, day=day.day)
    return None


# When to hand a push in again after each failure; after the last one it stays in the list of notices alone.
PUSH_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
GONE = {404, 410}  # the browser takes nothing there any more
TRY_LATER = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of handing in a push: the device is gone, or it is tried again after `wait`, or neither."""

    gone: bool = False
    wait: timedelta | None = None
    trouble: str = ""


def after_push(status: int, tried: int, *, retry_after: str = "", may_pass: bool = False, trouble: str = "") -> Pushed:
    """What follows from a push service's answer, or from none (`status` 0); `tried` is how often it failed before."""
    if 200 <= status < 300:
        return Pushed()
    if status in GONE:
        return Pushed(gone=True)
    trouble = trouble or f"status {status}"
    if not (may_pass or status in TRY_LATER or status >= 500) or tried >= len(PUSH_AGAIN):
        return Pushed(trouble=trouble)
    wait = PUSH_AGAIN[tried]
    if retry_after.isascii() and retry_after.isdecimal():
        wait = min(max(wait, timedelta(seconds=int(retry_after[:6]))), PUSH_AGAIN[-1])
    return Pushed(wait=wait, trouble=trouble)
