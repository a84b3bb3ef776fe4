"""Reading a mail that somebody forwarded whole: whom it came from in the first place, and what it said."""

import re
from dataclasses import dataclass

from .fold import BIDI
from .headers import HeaderBlock, is_header_block, is_rule, read_block, separator
from .lines import Line, next_filled, read_lines
from .signature import signs_device

_ADDRESS = re.compile(r"[^\s<>\[\]():\"',;]{1,64}@[^\s<>\[\]()\"',;:]{1,255}")
_SHORT = 80  # characters of the one line that may stand above a forward ("for your attention")
_INVISIBLE = str.maketrans(dict.fromkeys(BIDI))


@dataclass(frozen=True)
class Forwarded:
    """The header of a forwarded mail as its copy shows it, and its body. What the copy lacks is ""."""

    name: str
    address: str
    subject: str
    date: str
    to: str
    body: str


def forwarded(text: str) -> Forwarded | None:
    """Return the mail that ``text`` forwards, or None unless the whole message is that forward.

    At most one short line may stand above it. Whether the sender may speak for the person named is the caller's
    question: anybody can type such a header.
    """
    lines = read_lines(text)
    start = _start(lines)
    if start is None:
        return None
    kind = separator(lines, start)
    if kind == "above":
        return None
    if kind is None:
        return _read(text, lines, start, separated=False)
    follower = next_filled(lines, start + 1)
    if follower is None:
        return None
    if follower.quoted:
        text = _unquote(text[follower.start :])
        lines = read_lines(text)
        return _read(text, lines, 0, separated=True) if lines else None
    return _read(text, lines, lines.index(follower, start + 1), separated=True)


def _start(lines: list[Line]) -> int | None:
    """Return the line where the forward must begin: the first, or the one below a single short line."""
    said = False
    for number, line in enumerate(lines):
        if line.blank or is_rule(line) or signs_device(line) or line.folded == "--":
            continue
        if separator(lines, number) or (not line.quoted and read_block(lines, number)):
            return number
        if said or line.quoted or line.length > _SHORT:
            return None
        said = True
    return None


def _read(text: str, lines: list[Line], number: int, *, separated: bool) -> Forwarded | None:
    block = read_block(lines, number)
    if block is None or not is_header_block(lines, block, separated=separated):
        return None
    name, address = _person(_value(text, lines, block, "from"))
    return Forwarded(
        name=name,
        address=address,
        subject=_value(text, lines, block, "subject"),
        date=_value(text, lines, block, "date"),
        to=_value(text, lines, block, "to"),
        body=text[lines[block.after].start :].strip() if block.after < len(lines) else "",
    )


def _value(text: str, lines: list[Line], block: HeaderBlock, kind: str) -> str:
    raw = " ".join(text[lines[at].start : lines[at].end].strip() for at in block.fields.get(kind, ()))
    value = re.split("[:\uff1a]", raw, maxsplit=1)[-1]
    return " ".join(value.translate(_INVISIBLE).strip("*_ ").split())


def _person(value: str) -> tuple[str, str]:
    """Return name and address of "Name <address>", "Name [mailto:address]" or either alone."""
    bare = value.replace("mailto:", "")
    match = _ADDRESS.search(bare)
    if match is None:
        return value.strip("\"'* "), ""
    return bare[: match.start()].strip("\"'<[(* "), match.group().strip(".")


def _unquote(text: str) -> str:
    """Take one > off each line: some programs quote what they forward."""
    kept = (
        line.lstrip().removeprefix(">").removeprefix(" ") if line.lstrip().startswith(">") else line
        for line in text.splitlines(keepends=True)
    )
    return "".join(kept).lstrip("\r\n")
