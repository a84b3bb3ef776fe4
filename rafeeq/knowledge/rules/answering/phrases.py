"""The lists by which a language model's wording is checked: `wording.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from rafeeq.knowledge.rules.answering.clauses import key_of, words_of
from rafeeq.lib.arabic.pieces import folded

LONGEST_HEAD: Final = 60  # letters between «about» and its colon
_WHAT: Final = frozenset({"ما", "وما"})  # in a title it asks: «ما يشمله الضمان»


@dataclass(frozen=True, slots=True)
class Phrases:
    """What may be written between quoted sentences, and the words that must never be lost or won on the way."""

    connecting: tuple[tuple[str, ...], ...]
    heads: re.Pattern[str]
    negations: frozenset[str]
    limits: frozenset[str]
    exceptions: frozenset[str]
    pointing: frozenset[str]


@cache
def phrases() -> Phrases:
    """The lists, from the file beside this one."""
    said = tomllib.loads(files(__package__).joinpath("wording.toml").read_text(encoding="utf-8"))
    heads = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(said["heads"], key=len, reverse=True))
    return Phrases(
        tuple(tuple(word.key for word in words_of(one)) for one in said["connecting"]),
        re.compile(rf"\s*(?:{heads})\s+([^:،,.!?؟\n]{{1,{LONGEST_HEAD}}})[:،,]\s*", re.IGNORECASE),
        *(
            frozenset(key for one in said[name] for key in (folded(one), key_of(folded(one))))
            for name in ("negations", "limits", "exceptions", "pointing")
        ),
    )


def denies(title: str) -> bool:
    """Whether a title denies or excepts: what stands below it means the contrary without it."""
    lists = phrases()
    return any(word.key in (lists.negations - _WHAT) | lists.exceptions for word in words_of(title))
