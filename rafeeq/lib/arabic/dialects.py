"""Words of the dialects and their Standard ones: a question in a dialect finds what is written in Standard Arabic."""

from typing import Literal

from rafeeq.lib.arabic.words import words_in

Dialect = Literal["standard", "gulf", "egyptian", "levantine", "maghrebi", "arabizi"]


def standard(text: str) -> str:
    """The text folded, its dialect words as Standard ones."""
    return " ".join(words_in(text))


def hint(text: str) -> Dialect | None:
    """Which dialect the words point at; None where they do not tell."""
    return None
