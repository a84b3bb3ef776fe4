"""A labelled set as it lies on disk: questions a line each, and the articles in a folder beside them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

MUSTS: Final = ("answer", "clarify", "refuse", "escalate", "identity")
HELD_OUT: Final = "fresh"  # the part that nothing was made with: what may be let out is judged by it alone


class Unreadable(Exception):
    """The set is not as it should be; `str()` says where and what."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question, and what is right."""

    id: str
    question: str
    must: str
    gold: Sequence[str] = ()
    dialect: str = ""
    passage: str = ""
    attack: bool = False
    part: str = ""
    noise: Sequence[str] = ()


@dataclass(slots=True)
class Page:
    """One article of the set."""

    id: str
    title: str
    body: str
    topic: str = ""
    audience: str = "public"
    state: str = "validated"
    review_on: date = date.max
    summary: str = ""
    phrasings: list[str] = field(default_factory=list)


def questions(path: Path, part: str = "") -> list[Labelled]:
    """The questions of a file, of one part where it is named."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = Labelled(**json.loads(line))
        except (ValueError, TypeError) as trouble:
            raise Unreadable(f"{path}, line {number}: {trouble}") from None
        if row.must not in MUSTS:
            raise Unreadable(f"{path}, line {number}: must is “{row.must}”, and not one of {', '.join(MUSTS)}")
        if part in ("", row.part):
            rows.append(row)
    if not rows:
        raise Unreadable(f"{path} holds no question" + (f" of the part {part}" if part else ""))
    return rows


def pages(folder: Path) -> list[Page]:
    """The articles of a folder."""
    found = [page(path) for path in sorted(folder.glob("*.md"))]
    if not found:
        raise Unreadable(f"{folder} holds no article (*.md)")
    return found


def page(path: Path) -> Page:
    """One article: `key: value` between two lines of dashes, then its text."""
    head, found, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    if not found:
        raise Unreadable(f"{path}: no head between two lines of dashes")
    told: dict[str, Any] = {"phrasings": []}
    for line in head.splitlines():
        if line.startswith("  - "):
            told["phrasings"].append(line[4:].strip())
        elif ":" in line and not line.startswith("phrasings"):
            key, _colon, value = line.partition(":")
            told[key.strip()] = value.strip()
    try:
        told["review_on"] = date.fromisoformat(told.get("review_on") or date.max.isoformat())
        return Page(body=body.strip(), **told)
    except (ValueError, TypeError) as trouble:
        raise Unreadable(f"{path}: {trouble}") from None
