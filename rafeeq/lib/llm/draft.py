"""What a model proposes, read out of what it said: quoted pieces and the text that they make."""

import json
import re
from dataclasses import dataclass
from typing import Any

LONGEST = 16_000  # letters that are looked at
MOST_PARTS = 24
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class Misread(ValueError):
    """It is not what was asked for: an object with `spans` and `text`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a passage, as the model names it: by its words, or by its places."""

    doc: int
    quote: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Draft:
    """The pieces in their order, and the text."""

    parts: tuple[Part, ...]
    text: str


def read(said: str) -> Draft:
    """The one JSON object in what was said, whatever fence or thoughts stand around it. Raises Misread."""
    bare = _THOUGHT.sub("", said[:LONGEST])
    begin, end = bare.find("{"), bare.rfind("}")
    try:
        found = json.loads(bare[begin : end + 1]) if begin >= 0 else None
    except (ValueError, RecursionError):
        raise Misread("not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise Misread("no text")
    spans = found.get("spans")
    if not isinstance(spans, list) or len(spans) > MOST_PARTS:
        raise Misread("no spans")
    return Draft(tuple(_part(one) for one in spans), found["text"])


def _part(one: Any) -> Part:
    if not isinstance(one, dict) or not _is_number(one.get("doc")):
        raise Misread("a span without its passage")
    if isinstance(one.get("quote"), str):
        return Part(one["doc"], quote=one["quote"])
    if _is_number(one.get("start")) and _is_number(one.get("end")):
        return Part(one["doc"], start=one["start"], end=one["end"])
    raise Misread("a span without its words")


def _is_number(value: Any) -> bool:
    return type(value) is int
