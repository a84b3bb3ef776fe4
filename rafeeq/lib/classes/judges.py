"""Single judges of what a text is about: each turns a text's row into a number for every class.

The judge of letters is a linear support vector machine over runs of letters, the judges of meaning are logistic
regressions over sentence vectors, and the judges of names compare with how each class is described. Fitting is
scikit-learn's work. What a person corrects is learned at once, by the passive-aggressive rule: the smallest change
after which this text would have been judged right.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rafeeq.lib.classes.grams import Vocabulary

Rows = NDArray[np.float32]
Numbers = NDArray[np.int64]

MOST_AGGRESSIVE = 1.0  # of one correction: PA-I's C


def correct(weights: Rows, bias: Rows, at: Any, row: Rows, right: int) -> None:
    """Passive-aggressive: move the weights of the right class and of its strongest rival, no further than needed."""
    scores = row @ weights[at] + bias
    rival = int(np.argmax(np.where(np.arange(len(scores)) == right, -np.inf, scores)))
    loss = 1 - scores[right] + scores[rival]
    if loss <= 0 or len(scores) < 2:
        return
    step = min(MOST_AGGRESSIVE, float(loss) / (2 * (float(row @ row) + 1)))
    weights[at, right] += step * row
    weights[at, rival] -= step * row
    bias[right] += step
    bias[rival] -= step


@dataclass
class Letters:
    """Judges by runs of letters: one row of weights for each run of the vocabulary."""

    vocabulary: "Vocabulary"
    weights: Rows
    bias: Rows

    @classmethod
    def empty(cls, vocabulary: "Vocabulary", classes: int) -> "Letters":
        """A judge that has learned nothing."""
        return cls(vocabulary, np.zeros((len(vocabulary), classes), np.float32), np.zeros(classes, np.float32))

    def grow(self, texts: list[str]) -> None:
        """Take the runs of these texts into the vocabulary."""
        wider, at = self.vocabulary.with_runs_of(texts)
        if len(wider) > len(self.vocabulary):
            weights = np.zeros((len(wider), self.weights.shape[1]), np.float32)
            weights[at] = self.weights
            self.vocabulary, self.weights = wider, weights

    def widen(self, classes: int) -> None:
        """Make room for more classes, which nothing speaks for yet."""
        self.weights, self.bias = _wider(self.weights, self.bias, classes)

    def scores(self, texts: list[str]) -> Rows:
        """A row for each text: how far it lies on each class's side."""
        columns, places, weights = self.vocabulary.rows(texts)
        found = np.tile(self.bias, (len(texts), 1))
        ends = np.searchsorted(places, np.arange(len(texts) + 1))
        for i in range(len(texts)):
            part = slice(ends[i], ends[i + 1])
            found[i] += weights[part] @ self.weights[columns[part]].astype(np.float32)  # kept at half the size
        return found

    def learn(self, texts: list[str], right: Numbers) -> None:
        """Correct by each text in turn."""
        self.weights = self.weights.astype(np.float32)
        columns, places, weights = self.vocabulary.rows(texts)
        ends = np.searchsorted(places, np.arange(len(texts) + 1))
        for i, label in enumerate(right):
            part = slice(ends[i], ends[i + 1])
            correct(self.weights, self.bias, columns[part], weights[part], int(label))


@dataclass
class Meaning:
    """Judges by a sentence vector, centred and of length one."""

    middle: Rows
    weights: Rows
    bias: Rows

    @classmethod
    def empty(cls, size: int, classes: int) -> "Meaning":
        """A judge that has learned nothing."""
        return cls(np.zeros(size, np.float32), np.zeros((size, classes), np.float32), np.zeros(classes, np.float32))

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
            correct(self.weights, self.bias, slice(None), row, int(label))


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
