"""A text as words with their places; the words folded, the places those of the original."""

import re
from functools import lru_cache

from rafeeq.lib.arabic.direction import BIDI_CONTROLS
from rafeeq.lib.arabic.folding import fold

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200d"
_PIECE = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}{BIDI_CONTROLS}]|['’](?=[A-Za-z]))*|\d+|\n|[^\w\s]")
_QUOTES = {"«": "»", "“": "”", "‹": "›", "„": "“", '"': '"'}
_QUOTING = re.compile('[«“‹„">]')
LONGEST_QUOTE = 600  # pieces; an opening mark that nobody closes quotes nothing
ENDS = frozenset(".!?؟\n")
PADDING = 16  # how far a rule may look past the last word


@lru_cache(maxsize=16384)
def folded(piece: str) -> str:
    """The folded word; a sign stays as it is, so that an opening quotation mark is still told from a closing one."""
    word = fold(piece)
    return piece if word and len(piece) == 1 and not word.isalnum() else word


def words(*lines: str) -> frozenset[str]:
    """The words of these lines, folded: a list that is looked in."""
    return frozenset(folded(word) for line in lines for word in line.split())


class Words:
    """The pieces of a text: `word[i]`, folded, stands at `start[i]` to `end[i]`. Behind the last stand empty words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.word: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for piece in _PIECE.finditer(text):
            if word := folded(piece.group()):
                self.word.append(word)
                start, end = piece.span()
                self.start.append(start)
                self.end.append(end)
        self.count = len(self.word)
        self.word += [""] * PADDING

    def joined(self, i: int) -> bool:
        """Whether piece `i` follows the one before without a space: 3pm, 15/3."""
        return 0 < i < self.count and self.start[i] == self.end[i - 1]

    def silent(self) -> set[int]:
        """The pieces that are somebody else's words: between quotation marks, or in a line that begins with >."""
        quiet: set[int] = set()
        if not _QUOTING.search(self.text):
            return quiet
        closers = self._closers()
        i, line_start = 0, True
        while i < self.count:
            word = self.word[i]
            stop = i
            if line_start and word == ">":
                stop = next((j for j in range(i, self.count) if self.word[j] == "\n"), self.count)
            elif word in _QUOTES:
                stop = closers.get(i, i)
            quiet.update(range(i, stop))
            line_start = word == "\n"
            i = max(stop, i + 1)
        return quiet

    def _closers(self) -> dict[int, int]:
        """For each opening mark where it is closed, if it is within its paragraph and not too far."""
        closers: dict[int, int] = {}
        opened: dict[str, int] = {}
        for i in range(self.count):
            word = self.word[i]
            if word == "\n":
                opened.clear()
            elif word in opened and i - opened[word] <= LONGEST_QUOTE:
                closers[opened.pop(word)] = i
            elif word in _QUOTES:
                opened.setdefault(_QUOTES[word], i)
        return closers

    def asked(self) -> set[int]:
        """The pieces of sentences that end with a question mark: a question promises nothing."""
        asked: set[int] = set()
        if "?" not in self.text and "؟" not in self.text:
            return asked
        begun = 0
        for i in range(self.count):
            if self.word[i] in ENDS:
                if self.word[i] in "?؟":
                    asked.update(range(begun, i))
                begun = i + 1
        return asked
