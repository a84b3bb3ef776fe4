"""Single judges of what a text is about: each turns a text's row into a number for every class.

The judge of letters is a linear support vector machine over runs of letters, the judge of contrast another one over
which runs stand in a text at all, the judges of meaning are logistic regressions over sentence vectors, and the judges
of names compare with how each class is described. Fitting is scikit-learn's work. What a person corrects is learned at
once: each feature keeps how much it is still doubted.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rafeeq.lib.classes.grams import Vocabulary

Rows = NDArray[np.float32]
Numbers = NDArray[np.int64]

RESISTANCE = 0.3  # how much a single example is distrusted; AROW's r


def correct(judge: "Letters | Meaning", at: Any, row: Rows, right: int) -> None:
    """Learn one example: what is doubted moves most, and is doubted less afterwards (AROW, one class against the rest).

    One number of doubt serves all classes of a feature: measured as good as one for each, at a fraction of the room.
    """
    weights, doubt = judge.weights, judge.doubt
    scores = row @ weights[at] + judge.bias
    wanted = np.where(np.arange(len(scores)) == right, 1, -1)
    loss = np.maximum(0, 1 - wanted * scores)
    if not loss.any():
        return
    unsure = doubt[at] * row
    step = 1 / (float(row @ unsure) + RESISTANCE)
    weights[at] += np.outer(unsure, step * loss * wanted)
    doubt[at] -= unsure * unsure * step


def doubt_after(squares: Rows) -> Rows:
    """What is left of doubt where examples with this sum of squared values were seen."""
    found: Rows = (1 / (1 + squares / RESISTANCE)).astype(np.float32)
    return found


@dataclass
class Letters:
    """Judges by runs of letters: one row of weights for each run of the vocabulary."""

    vocabulary: "Vocabulary"
    weights: Rows
    bias: Rows
    doubt: Rows

    @classmethod
    def empty(cls, vocabulary: "Vocabulary", classes: int) -> "Letters":
        """A judge that has learned nothing."""
        size = len(vocabulary)
        return cls(vocabulary, np.zeros((size, classes), np.float32), np.zeros(classes, np.float32), _ones(size))

    def rows(self, texts: list[str]) -> tuple[Numbers, Numbers, Rows]:
        """Column, text and weight of what these texts hold of the vocabulary."""
        return self.vocabulary.rows(texts)

    def grow(self, texts: list[str]) -> None:
        """Take the runs of these texts into the vocabulary."""
        wider, at = self.vocabulary.with_runs_of(texts)
        if len(wider) > len(self.vocabulary):
            weights = np.zeros((len(wider), self.weights.shape[1]), np.float32)
            weights[at] = self.weights
            doubt = _ones(len(wider))
            doubt[at] = self.doubt
            self.vocabulary, self.weights, self.doubt = wider, weights, doubt

    def widen(self, classes: int) -> None:
        """Make room for more classes, which nothing speaks for yet."""
        self.weights, self.bias = _wider(self.weights, self.bias, classes)

    def scores(self, texts: list[str]) -> Rows:
        """A row for each text: how far it lies on each class's side."""
        columns, places, weights = self.rows(texts)
        found = np.tile(self.bias, (len(texts), 1))
        ends = np.searchsorted(places, np.arange(len(texts) + 1))
        for i in range(len(texts)):
            part = slice(ends[i], ends[i + 1])
            found[i] += weights[part] @ self.weights[columns[part]].astype(np.float32)  # kept at half the size
        return found

    def learn(self, texts: list[str], right: Numbers) -> None:
        """Correct by each text in turn."""
        self.weights, self.doubt = self.weights.astype(np.float32), self.doubt.astype(np.float32)
        columns, places, weights = self.rows(texts)
        ends = np.searchsorted(places, np.arange(len(texts) + 1))
        for i, label in enumerate(right):
            part = slice(ends[i], ends[i + 1])
            correct(self, columns[part], weights[part], int(label))


class Contrast(Letters):
    """Judges by which runs stand in a text at all: what sets one class apart from the others tells most."""

    def rows(self, texts: list[str]) -> tuple[Numbers, Numbers, Rows]:
        """Every run that is there counts one."""
        columns, places, weights = self.vocabulary.rows(texts)
        return columns, places, np.ones_like(weights)


@dataclass
class Meaning:
    """Judges by a sentence vector, centred and of length one."""

    middle: Rows
    weights: Rows
    bias: Rows
    doubt: Rows

    @classmethod
    def empty(cls, size: int, classes: int) -> "Meaning":
        """A judge that has learned nothing."""
        middle, weights, bias = (np.zeros(form, np.float32) for form in (size, (size, classes), classes))
        return cls(middle, weights, bias, _ones(size))

    def widen(self, classes: int) -> None:
        """Make room for more classes, which nothing speaks for yet."""
        self.weights, self.bias = _wider(self.weights, self.bias, classes)

    def scores(self, vectors: Rows) -> Rows:
        """A row for each vector."""
        found: Rows = centred(vectors, self.middle) @ self.weights + self.bias
        return found

    def learn(self, vectors: Rows, right: Numbers) -> None:
        """Correct by each vector in turn."""
        for row, label in zip(centred(vectors, self.middle), right, strict=True):
            correct(self, slice(None), row, int(label))


@dataclass
class Names:
    """Judges by how near a text is to the name and description of each class; no example is needed."""

    columns: Numbers
    classes: Numbers  # of each column and weight
    weights: Rows
    vectors: dict[str, Rows]  # by the encoder's stamp: a row for each class
    count: int

    @classmethod
    def of(cls, vocabulary: "Vocabulary", described: list[str], vectors: dict[str, Rows]) -> "Names":
        """The judge of these descriptions, one for each class."""
        columns, classes, weights = vocabulary.rows(described)
        return cls(columns, classes, weights, vectors, len(described))

    def scores(self, vocabulary: "Vocabulary", texts: list[str]) -> Rows:
        """How much of the letters a text shares with each class: from 0 to 1."""
        columns, places, weights = vocabulary.rows(texts)
        ends = np.searchsorted(places, np.arange(len(texts) + 1))
        found = np.zeros((len(texts), self.count), dtype=np.float32)
        whole = np.zeros(len(vocabulary), dtype=np.float32)
        for i in range(len(texts)):
            part = slice(ends[i], ends[i + 1])
            whole[columns[part]] = weights[part]
            found[i] = np.bincount(self.classes, weights=self.weights * whole[self.columns], minlength=self.count)
            whole[columns[part]] = 0
        # What the vocabulary does not know stands in no description.
        found *= vocabulary.known(texts)[:, None]
        return found

    def widened(self, classes: int) -> "Names":
        """The same with more classes, of which nothing is said."""
        vectors = {stamp: np.pad(rows, ((0, classes), (0, 0))) for stamp, rows in self.vectors.items()}
        return replace(self, vectors=vectors, count=self.count + classes)

    def near(self, stamp: str, vectors: Rows) -> Rows:
        """How near a text is in meaning to each class."""
        found: Rows = vectors @ self.vectors[stamp].T
        return found


def _ones(size: int) -> Rows:
    return np.ones(size, dtype=np.float32)


def _wider(weights: Rows, bias: Rows, classes: int) -> tuple[Rows, Rows]:
    lowest = np.full(classes, bias.min() if len(bias) else 0.0, dtype=np.float32)
    return np.pad(weights, ((0, 0), (0, classes))), np.concatenate([bias, lowest])


def centred(vectors: Rows, middle: Rows) -> Rows:
    """Vectors as seen from the middle of all of them, of length one."""
    from rafeeq.lib.embed.rows import of_length_one

    return of_length_one((vectors - middle).astype(np.float32))


def log_softmax(scores: Rows) -> Rows:
    """Scores as logarithms of probabilities."""
    scores = scores - scores.max(axis=1, keepdims=True)
    found: Rows = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return found
