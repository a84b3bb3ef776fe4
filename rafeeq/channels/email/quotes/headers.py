"""Recognising what else stands above a quoted message: copied header blocks and separator lines."""

import re
from dataclasses import dataclass, field

from . import words
from .attribution import MOST_LINES
from .lines import Line, next_filled

_DECORATION = "-_=*~#> .:"
_TIME = re.compile(r"(?<![0-9])[0-9]{1,2}[:.h] ?[0-9]{2}(?![0-9])")
_MAIN = frozenset({"from", "date", "to", "subject"})
_LONGEST_NAME = 30


@dataclass
class HeaderBlock:
    """A copied header: ``after`` is the number after its last line, ``fields`` the line numbers of each kind."""

    after: int
    fields: dict[str, list[int]] = field(default_factory=dict)


def header_kind(line: Line) -> str | None:
    """Return the kind of header a line begins (from, date, to, cc, subject, other), or None."""
    name, colon, _ = line.folded[:_LONGEST_NAME].partition(":")
    return words.header_kinds().get(name.strip("*_ ")) if colon else None


def read_block(lines: list[Line], number: int) -> HeaderBlock | None:
    """Read header lines from ``number`` on, wrapped values included; None when the first is no header."""
    if header_kind(lines[number]) is None:
        return None
    block = HeaderBlock(after=number)
    current: list[int] = []
    at = number
    while at < len(lines) and at < number + 40:
        kind = header_kind(lines[at])
        if kind is not None and kind not in block.fields:
            current = block.fields[kind] = [at]
        elif lines[at].blank:
            # Some programs put a blank line between the fields.
            if at + 1 >= len(lines) or header_kind(lines[at + 1]) in (None, *block.fields):
                break
        elif len(current) < MOST_LINES and not lines[at].quoted and _wraps(lines, at):
            current.append(at)
        else:
            break
        at += 1
        block.after = at
    return block


def _wraps(lines: list[Line], at: int) -> bool:
    """A wrapped value is followed by another header within a few lines, or closes the block before a blank line."""
    return any(line.blank or header_kind(line) is not None for line in lines[at : at + MOST_LINES])


def is_header_block(lines: list[Line], block: HeaderBlock, *, separated: bool) -> bool:
    """Tell whether a program copied this block. A person's "from: … to: …" has neither addresses nor a time.

    ``separated`` says that a line drawn above already speaks for a copy.
    """
    kinds = _MAIN & block.fields.keys()
    if "from" not in kinds:
        return False
    addressed = any("@" in lines[at].folded for kind in ("from", "to", "cc") for at in block.fields.get(kind, ()))
    timed = any(_TIME.search(lines[at].folded) for at in block.fields.get("date", ()))
    if separated:
        return len(kinds) >= 3 or (len(kinds) == 2 and (addressed or timed))
    # Without addresses only Outlook's own order is believed, sender first, with a time, a subject and a text below.
    ordered = next(iter(block.fields)) == "from" and "subject" in kinds and next_filled(lines, block.after) is not None
    return len(kinds) >= 3 and (addressed or (timed and ordered))


def is_rule(line: Line) -> bool:
    """Tell whether a line is nothing but dashes, underscores or the like."""
    return line.length >= 3 and bool(line.folded) and not line.folded.strip("-_=*~ ")


def separator(lines: list[Line], number: int) -> str | None:
    """Return "original", "forward" or "above" if the line announces a quoted message, a forward, our own mail."""
    folded = lines[number].folded
    inner = words.plain(folded.strip(_DECORATION))
    if not inner or len(folded) > 120:
        return None
    decorated = len(folded) - len(folded.lstrip("-_=*~#")) >= 2
    if inner in words.reply_above_phrases():
        return "above"
    forward = inner in words.forward_phrases() or (decorated and inner.startswith("forwarded by "))
    if not forward and inner not in words.original_phrases():
        return None
    follower = next_filled(lines, number + 1)
    headed = follower is not None and (header_kind(follower) is not None or follower.quoted)
    if decorated or headed:
        return "forward" if forward else "original"
    return None
