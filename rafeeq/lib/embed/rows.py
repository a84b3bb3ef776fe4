"""Texts as encoders take them, and rows of numbers as we keep them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 2_000  # letters of a text that are read; the encoders look at some hundred words at most


def spoken_of(texts: Sequence[str]) -> list[int]:
    """Which of the texts have a letter or a digit; of the others there is nothing to tell."""
    return [i for i, text in enumerate(texts) if any(letter.isalnum() for letter in text[:LONGEST])]


def clean(text: str) -> str:
    """What can be given to code that is not Python: no NUL, no halves of letters, not without end."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def of_length_one(rows: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The rows, each of length one; what is all zeros stays so."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found
