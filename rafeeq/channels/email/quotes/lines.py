"""A message as lines that know where they stand in the original."""

from dataclasses import dataclass
from itertools import pairwise

from .fold import BIDI, fold

# No client writes a longer line of its own; longer ones are the sender's words and need no folding.
LONGEST = 500
LOOKED_AHEAD = 6  # lines, for the next one that is not blank


@dataclass(frozen=True)
class Line:
    """One line: ``start`` and ``end`` are offsets in the original, the line break included."""

    start: int
    end: int
    bare: str  # what is visible
    folded: str  # "" when blank, quoted, or too long to be a client's line
    quoted: bool  # begins with >
    fenced: bool  # inside a code block between two ``` lines
    marked: bool  # begins with an invisible direction mark, as clients write and people rarely do

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see."""
        return not self.bare

    @property
    def length(self) -> int:
        """How many characters are visible."""
        return len(self.bare)


def read_lines(text: str) -> list[Line]:
    """Cut ``text`` into lines; offsets cover the text without gaps."""
    raws = text.splitlines(keepends=True)
    fences = [number for number, raw in enumerate(raws) if raw.lstrip().startswith("```")]
    fenced: set[int] = set()
    for first, last in list(pairwise(fences))[::2]:
        fenced.update(range(first, last + 1))
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(raws):
        lines.append(make_line(raw, start, start + len(raw), fenced=number in fenced))
        start += len(raw)
    return lines


def make_line(raw: str, start: int, end: int, *, quoted: bool = False, fenced: bool = False) -> Line:
    """Build a line from its raw text; ``quoted`` may be known from elsewhere than a > at its beginning."""
    bare = raw.strip().strip(BIDI).strip()
    quoted = bool(bare) and (quoted or bare.startswith(">"))
    return Line(
        start=start,
        end=end,
        bare=bare,
        folded=fold(bare) if bare and not quoted and len(bare) <= LONGEST else "",
        quoted=quoted,
        fenced=fenced,
        marked=bool(bare) and raw.lstrip()[:1] in BIDI,
    )


def next_filled(lines: list[Line], number: int) -> Line | None:
    """Return the first line at or after ``number`` that is not blank, looking a few lines ahead."""
    return next((line for line in lines[number : number + LOOKED_AHEAD] if not line.blank), None)


def is_alone(lines: list[Line], first: int, after: int) -> bool:
    """Tell whether lines ``first`` to ``after`` (exclusive) stand between blank lines or the ends of the message."""
    return (first == 0 or lines[first - 1].blank) and (after >= len(lines) or lines[after].blank)
