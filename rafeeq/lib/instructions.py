"""The words by which instructions are judged, read from their file when they are first needed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rafeeq.lib.arabic.folding import fold

_SHADDA = "\u0651"


@dataclass(frozen=True, slots=True)
class Lists:
    """What each list is for is told in `instructions.toml`."""

    leads: frozenset[str]
    opens: frozenset[str]
    duties: frozenset[str]
    done: frozenset[str]
    goes_on: frozenset[str]
    nouns: frozenset[str]
    nouns_too: frozenset[str]
    english_verbs: frozenset[str]
    english_leads: frozenset[str]
    english_opens: frozenset[str]
    imperatives: dict[str, str]  # folded: as it is written
    presents: frozenset[str]  # folded, without the person's letter
    present_of: dict[str, str]  # imperative: present (he), both as they are written
    verbal_nouns: dict[str, str]  # folded: the imperative as it is written


@cache
def lists() -> Lists:
    """All of them."""
    import tomllib

    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rows = [line.split() for line in told.pop("verbs").splitlines() if line]
    imperatives: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for order, _present, noun in rows:
        imperatives.setdefault(fold(order), order)
        nouns.setdefault(fold(noun), _written(order, noun))
    return Lists(
        **{name: frozenset(map(fold, words.split())) for name, words in told.items()},
        imperatives=imperatives,
        presents=frozenset(fold(present)[1:] for _order, present, _noun in rows),
        present_of={order: present for order, present, _noun in rows},
        verbal_nouns=nouns,
    )


def _written(order: str, noun: str) -> str:
    """The imperative with the shadda that tells it from a noun, where its verbal noun shows that it has one."""
    return f"{order[:2]}{_SHADDA}{order[2:]}" if len(order) == 3 and noun[0] == "ت" and len(noun) > 4 else order
