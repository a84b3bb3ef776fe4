"""Documents given once are used: what stands of one, and whether asking for it is asking twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Standing = Literal["asked", "valid", "expired"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a decision needs of a document that we have on record."""

    pk: int
    folded: str
    is_received: bool
    valid_until: date | None


def standing(*, is_received: bool, valid_until: date | None, today: date) -> Standing:
    """Whether it was only asked for, is there and valid, or was valid once. Its last day still counts."""
    if not is_received:
        return "asked"
    return "expired" if valid_until is not None and valid_until < today else "valid"


def already_given(documents: Iterable[Known], folded: str, today: date) -> Known | None:
    """The valid document of this name that the customer has given, if any; the latest of several."""
    given = [
        one
        for one in documents
        if one.folded == folded
        and standing(is_received=one.is_received, valid_until=one.valid_until, today=today) == "valid"
    ]
    return max(given, key=lambda one: (one.valid_until or date.max, one.pk), default=None)
