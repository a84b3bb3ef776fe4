"""Which route a matter takes: the first in order that fits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from rafeeq.lib.arabic import folding

# What a route may ask, and the fact that it asks of. Words and time are asked in their own way.
LISTS: Final = {
    "kinds": "kind", "channels": "channel", "accounts": "account", "languages": "language", "branches": "branch",
    "tiers": "tier", "organisations": "organisation", "reasons": "reason",
}  # fmt: skip
CONDITIONS: Final = (*LISTS, "words", "time")
OPEN, CLOSED = "open", "closed"
READ: Final = 4000  # letters of a message that are looked through for words

# What Arabic writes together with the word behind it: and, so, with, like, for, the.
_BEFORE: Final = r"(?<!\w)(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"


@dataclass(frozen=True)
class Facts:
    """What is known of a matter when it arrives. `has_team`: whoever brought it has chosen a team."""

    kind: str = ""
    channel: str = ""
    account: str = ""
    language: str = ""
    branch: int | None = None
    tier: str = ""
    organisation: int | None = None
    reason: int | None = None
    text: str = field(default="", repr=False)
    is_open: bool = True
    has_team: bool = False

    @cached_property
    def folded(self) -> str:
        """The beginning of what was written, as spellings are compared."""
        return fold(self.text[:READ])


@dataclass(frozen=True, slots=True)
class Route:
    """A route as values. `team` None: the installation's first team."""

    pk: int
    name: str
    fits: Mapping[str, Any]
    team: int | None
    is_last: bool = False
    is_active: bool = True
    assigns: bool = False
    skill: int | None = None
    speaks: bool = False
    most: int | None = None
    same_agent: bool = True
    weight: int = 0


def route_for(facts: Facts, routes: Iterable[Route]) -> Route | None:
    """The first active route that fits. A team that was chosen stands, unless a route names the mailbox."""
    for route in routes:
        if route.is_active and claims(route, facts):
            return route
    return None


def claims(route: Route, facts: Facts) -> bool:
    """Whether this route decides about such a matter."""
    if facts.has_team and not route.fits.get("accounts"):
        return False
    return all(_holds(name, route.fits[name], facts) for name in CONDITIONS if route.fits.get(name))


def unmet(route: Route, facts: Facts) -> list[str]:
    """The conditions of a route that a matter does not meet; `team` when the chosen team stands against it."""
    found = [name for name in CONDITIONS if route.fits.get(name) and not _holds(name, route.fits[name], facts)]
    return [*found, "team"] if facts.has_team and not route.fits.get("accounts") else found


def _holds(name: str, wanted: Any, facts: Facts) -> bool:
    if name == "words":
        return any(says(word, facts.folded) for word in wanted)
    if name == "time":
        return bool(facts.is_open == (wanted == OPEN))
    return getattr(facts, LISTS[name]) in wanted


def fold(text: str) -> str:
    """As words are compared: without diacritics, capitals and doubled spaces."""
    return " ".join(folding.fold(text).casefold().split())


def says(word: str, folded: str) -> bool:
    """Whether a folded text holds a word, however it begins and ends: «فاتورة» is in «والفاتورتين» too."""
    stem, pattern = _sought(word)
    return stem in folded and pattern.search(folded) is not None  # most texts hold it nowhere, which is seen at once


@lru_cache(maxsize=2048)
def _sought(word: str) -> tuple[str, re.Pattern[str]]:
    bare = fold(word)
    if not bare.endswith("ه"):
        return bare, re.compile(_BEFORE + re.escape(bare))
    stem = bare[:-1]  # a last ه may be the ة that becomes ت before an ending
    return stem, re.compile(_BEFORE + re.escape(stem) + "[هت]")


def shadowed(routes: Sequence[Route]) -> dict[int, Route]:
    """Routes that nothing can ever reach, with the earlier route that takes everything they are for."""
    found: dict[int, Route] = {}
    active = [route for route in routes if route.is_active and not route.is_last]
    for place, later in enumerate(active):
        earlier = next((one for one in active[:place] if _covers(one.fits, later.fits)), None)
        if earlier is not None:
            found[later.pk] = earlier
    return found


def _covers(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether whatever fits the later conditions fits the earlier ones as well."""
    if later.get("accounts") and not earlier.get("accounts"):
        return False  # the later one also decides where a mailbox has its own team
    return all(_is_wider(name, earlier[name], later.get(name)) for name in CONDITIONS if earlier.get(name))


def _is_wider(name: str, earlier: Any, later: Any) -> bool:
    if not later:
        return False
    if name == "time":
        return bool(earlier == later)
    if name == "words":
        return all(any(says(word, fold(one)) for word in earlier) for one in later)
    return set(later) <= set(earlier)
