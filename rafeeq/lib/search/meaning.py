"""What texts mean, as vectors: a byte a number, compared with a question all at once, and filled little by little."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

STEP = 1024  # rows that are compared at once: so many stay in the processor's own memory
WIDEST = 127


@dataclass(frozen=True, slots=True)
class Vectors:
    """`numbers` times `scales` is a row of length one for each text; nobody has looked yet at one with a scale of 0.

    Of a text without words the numbers are 0 and the scale is not.
    """

    numbers: NDArray[np.int8]
    scales: Scores

    @property
    def known(self) -> Mask:
        """Which of the texts somebody has looked at."""
        return self.scales > 0

    @property
    def size(self) -> int:
        """How long a vector is."""
        return int(self.numbers.shape[1])

    def near(self, asked: Scores) -> Scores:
        """How near each text is to a question: the cosine."""
        found = np.empty(len(self.scales), dtype=np.float32)
        wide = np.empty((min(STEP, len(found)), self.size), dtype=np.float32)
        for begin in range(0, len(found), STEP):
            rows = self.numbers[begin : begin + STEP]
            np.copyto(wide[: len(rows)], rows)
            np.dot(wide[: len(rows)], asked, out=found[begin : begin + STEP])
        found *= self.scales
        return found

    def rows(self, at: Numbers | slice) -> Scores:
        """Some of the rows, as they are compared."""
        found: Scores = self.numbers[at].astype(np.float32) * self.scales[at, None]
        return found

    def put(self, at: Numbers, other: "Vectors") -> None:
        """Write rows to these places."""
        self.numbers[at], self.scales[at] = other.numbers, other.scales

    def taken(self, at: Numbers) -> "Vectors":
        """Some of the rows, as they are kept."""
        return Vectors(self.numbers[at], self.scales[at])


def packed(rows: Scores) -> Vectors:
    """Rows as they are kept: what is lost of a cosine is a few thousandths."""
    widest = np.abs(rows).max(axis=1, initial=0)
    scales = np.where(widest > 0, widest / WIDEST, 1).astype(np.float32)
    return Vectors(np.rint(rows / scales[:, None]).astype(np.int8), scales)


def unknown(count: int, size: int) -> Vectors:
    """So many texts that nobody has looked at."""
    return Vectors(np.zeros((count, size), dtype=np.int8), np.zeros(count, dtype=np.float32))


def joined(parts: Sequence[Vectors]) -> Vectors:
    """One after the other."""
    return Vectors(np.concatenate([one.numbers for one in parts]), np.concatenate([one.scales for one in parts]))


def of_length_one(rows: Scores) -> Scores:
    """The rows, each of length one; what is all zeros stays so."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    found: Scores = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found


def away(rows: Scores, middle: Scores) -> Scores:
    """The rows seen from the middle of all that they stand among: what every text has in common tells none apart."""
    worded = np.any(rows != 0, axis=-1, keepdims=True)
    return of_length_one(np.where(worded, rows - middle, 0).astype(np.float32))


def back(rows: Scores, middle: Scores) -> Scores:
    """The rows as they were before `away`: of length one again."""
    towards = rows @ middle
    length = -towards + np.sqrt(np.maximum(towards**2 + 1 - float(middle @ middle), 0))
    worded = np.any(rows != 0, axis=-1, keepdims=True)
    return of_length_one(np.where(worded, middle + length[:, None] * rows, 0).astype(np.float32))
