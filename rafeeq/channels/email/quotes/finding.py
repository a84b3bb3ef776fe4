"""Finding the quoted lines of a message: after what announces them, or by their > marks."""

from dataclasses import dataclass

from .attribution import attribution_end, opens_attribution
from .headers import is_header_block, is_rule, read_block, separator
from .lines import Line, next_filled
from .signature import signs_device

_WRAPPED_AT = 60  # a quoted line this long was probably wrapped, and its rest lost the mark


@dataclass(frozen=True)
class Marker:
    """Where a client announces a quote: lines ``start`` to ``after``; ``closing`` if all that follows is quoted."""

    start: int
    after: int
    closing: bool


def quoted_lines(lines: list[Line]) -> set[int]:
    """Return the numbers of the lines that are not the sender's own words of now."""
    marker = first_marker(lines, 0)
    if marker is None:
        return _trailing_quote(lines)
    before = has_words(lines, 0, marker.start)
    if marker.closing:
        return set(range(_rules_before(lines, marker.start), len(lines)))
    follower = next_filled(lines, marker.after)
    if follower is None or not follower.quoted:
        if before:
            return set(range(_rules_before(lines, marker.start), len(lines)))
        return attribution_lines(lines, marker) if any(line.quoted for line in lines) else set()
    return _under_attribution(lines, marker, before=before)


def _under_attribution(lines: list[Line], marker: Marker, *, before: bool) -> set[int]:
    """An attribution with > lines below: a quoted tail, a quote answered underneath, or answers in between."""
    answers, blocks = _answers(lines, marker.after)
    if not answers:
        return set(range(marker.start, len(lines)))
    if not before and blocks == 1:
        return set(range(marker.start, answers[0]))
    return attribution_lines(lines, marker)


def _answers(lines: list[Line], after: int) -> tuple[list[int], int]:
    """Return the lines after a quote that the sender wrote, and how many quoted blocks stand among them."""
    answers: list[int] = []
    blocks, open_block = 0, False
    for number in range(after, len(lines)):
        line = lines[number]
        if _begins_footer(line):
            break
        if line.quoted:
            blocks += not open_block
            open_block = True
        elif not line.blank and not _wrapped_rest(lines, number):
            answers.append(number)
            open_block = False
    return answers, blocks


def _begins_footer(line: Line) -> bool:
    """Tell whether a signature or the footer of a mailing list begins here, and no answer."""
    return line.folded == "--" or (line.folded.startswith("__") and not line.folded.strip("_")) or signs_device(line)


def _wrapped_rest(lines: list[Line], number: int) -> bool:
    """Tell whether a line is the unmarked end of a long quoted line, broken by a careless relay.

    Such an end goes on in small letters; in scripts without them it cannot be told from an answer, and is one.
    """
    line, above = lines[number], lines[number - 1]
    follower = lines[number + 1] if number + 1 < len(lines) else None
    if follower is None or not (above.quoted and follower.quoted):
        return False
    wrapped = above.length >= _WRAPPED_AT and not above.bare.endswith(("?", "؟"))
    return wrapped and line.length < _WRAPPED_AT // 2 and line.bare[0].islower() and " " in line.bare


def attribution_lines(lines: list[Line], first: Marker) -> set[int]:
    """All attribution lines from ``first`` on."""
    found: set[int] = set()
    marker: Marker | None = first
    while marker is not None and not marker.closing:
        found.update(range(marker.start, marker.after))
        marker = first_marker(lines, marker.after)
    return found


def _trailing_quote(lines: list[Line]) -> set[int]:
    """Without any announcement: a single block of > lines that ends the message, below the sender's words."""
    filled = [number for number, line in enumerate(lines) if not line.blank]
    quoted = [number for number in filled if lines[number].quoted]
    if not quoted or quoted != filled[-len(quoted) :] or len(quoted) == len(filled):
        return set()
    return set(range(quoted[0], len(lines)))


def first_marker(lines: list[Line], start: int) -> Marker | None:
    """Return the first announcement of a quote at or after line ``start``."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.folded and not line.fenced:
            marker = _marker_at(lines, number)
            if marker is not None:
                return marker
    return None


def _marker_at(lines: list[Line], number: int) -> Marker | None:
    if separator(lines, number):
        return Marker(number, number + 1, closing=True)
    block = read_block(lines, number)
    if block is not None:
        ruled = number > 0 and next((is_rule(lines[n]) for n in range(number - 1, -1, -1) if not lines[n].blank), False)
        if is_header_block(lines, block, separated=ruled):
            return Marker(number, block.after, closing=True)
    after = attribution_end(lines, number)
    if after is None:
        return None
    return Marker(_announcement_start(lines, number, after), after, closing=False)


def _announcement_start(lines: list[Line], number: int, after: int) -> int:
    """A line of the sender directly above an attribution may have been read as its beginning: find the true one."""
    starts = [at for at in range(number, after) if attribution_end(lines, at) == after]
    for at in starts:
        if opens_attribution([line.folded for line in lines[at:after]]):
            return at
    start = starts[-1]
    # An address in brackets never begins the announcement: its name stands above.
    return start - 1 if lines[start].folded.startswith("<") and start > number else start


def _rules_before(lines: list[Line], number: int) -> int:
    """Return the number of the first of the blank and dashed lines directly above ``number``."""
    while number > 0 and (lines[number - 1].blank or is_rule(lines[number - 1])):
        number -= 1
    return number


def has_words(lines: list[Line], start: int, end: int) -> bool:
    """Tell whether anything but blank lines and rules stands in lines ``start`` to ``end`` (exclusive)."""
    return any(not line.blank and not is_rule(line) for line in lines[start:end])
