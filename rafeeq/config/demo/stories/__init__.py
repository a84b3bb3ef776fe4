"""What customers come with: read from the tables beside this file, and filled in."""

import random
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

_FOLDER = Path(__file__).parent
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of matter: how it is told, how it is answered, how hard it is.

    `weight` is how often it comes, `hard` the chance that the first claim is not the customer's yes.
    """

    name: str
    weight: int
    team: str
    reason: tuple[str, ...]
    kind: str
    hard: float
    subjects: list[str]
    openings: list[str]
    first: list[str]
    done: list[str]
    notes: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    not_yet: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    thanks: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    declined: float = 0.0
    why: str = ""
    rule: str = ""
    appeal: str = ""


def read() -> list[Story]:
    """All stories, in the order of their files."""
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml")))
    return [
        Story(**{**told, "reason": tuple(told["reason"])})  # a story with an unknown name in it fails here
        for table in tables
        for told in table["story"]
    ]


class Teller:
    """Chooses wordings for one matter and fills in its names and numbers, the same ones from first word to last."""

    def __init__(self, chance: random.Random, places: dict[str, str]) -> None:
        self._chance, self._places = chance, places

    def say(self, wordings: Iterable[str]) -> str:
        """One of the wordings, filled in; empty when there is none. Raises KeyError for an unknown place."""
        all_of_them = list(wordings)
        return self.fill(self._chance.choice(all_of_them)) if all_of_them else ""

    def fill(self, wording: str) -> str:
        """The wording with its places filled in."""
        return _PLACE.sub(lambda place: self._places[place[1]], wording)
