"""Splitting a plain-text reply into what was written now, what is quoted, and the signature."""

from dataclasses import dataclass

from .finding import quoted_lines
from .lines import Line, read_lines
from .signature import signature_start


@dataclass(frozen=True)
class Split:
    """The parts of a reply, each exactly as the sender's program sent it, without blank lines around it."""

    new: str
    quoted: str
    signature: str


def split_text(text: str) -> Split:
    """Split a reply. ``new`` is empty only if the text is: when all of it looks quoted, all of it is new.

    Answers written between quoted lines are kept together with those lines; only the line that announces the
    quote is taken out.
    """
    lines = read_lines(text)
    quoted = quoted_lines(lines)
    numbers = [number for number in range(len(lines)) if number not in quoted]
    if all(lines[number].blank for number in numbers):
        return Split(new=_trim(text), quoted="", signature="")
    cut = signature_start(lines, numbers)
    signature = numbers[cut:] if cut is not None else []
    return Split(
        new=_join(text, lines, numbers[:cut]),
        quoted=_join(text, lines, sorted(quoted)),
        signature=_join(text, lines, signature),
    )


def _join(text: str, lines: list[Line], numbers: list[int]) -> str:
    return _trim("".join(text[lines[number].start : lines[number].end] for number in numbers))


def _trim(text: str) -> str:
    """Drop blank lines before and blanks after; the indentation of the first line stays."""
    stripped = text.rstrip()
    head = len(stripped) - len(stripped.lstrip())
    return stripped[stripped.rfind("\n", 0, head) + 1 :] if head else stripped
