"""Fitting the judges anew from all examples, and measuring on unseen ones how far they may be believed."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.arabic.dialects import hint
from rafeeq.lib.classes.belief import Belief, leaning, measured, shares_for
from rafeeq.lib.classes.grams import Vocabulary
from rafeeq.lib.classes.judges import Contrast, Letters, Meaning, Names, Numbers, Rows, centred, doubt_after
from rafeeq.lib.classes.known import Known, vectors_of

C_LETTERS, C_OF_FEW, C_CONTRAST, C_MEANING = 0.5, 0.2, 0.01, 30.0
FEW_CLASSES = 8  # with so few, what sets one apart from the others tells more than what it is about
RARE_FROM = 500  # examples from which on a run must stand in two of them
MEASURED_FROM = 200  # examples; with fewer, what is believed is what was measured elsewhere
FOLDS, ONE_FOLD_FROM = 4, 3_000  # of so many examples, one part is enough to measure on
FEW = 30  # examples of each class; with fewer, texts that nobody labelled help
GUESSES, PUPIL = 60, 0.5  # how many of them for each class, and how much each counts
SEED = 20


@dataclass(frozen=True)
class Examples:
    """What is learned from: texts made ready, their vectors by encoder, their classes, and how much each counts."""

    texts: list[str]
    vectors: Mapping[str, Rows]
    right: Numbers
    weights: Rows

    def some(self, which: NDArray[Any]) -> "Examples":
        """A part of them."""
        vectors = {stamp: rows[which] for stamp, rows in self.vectors.items()}
        return Examples([self.texts[i] for i in which], vectors, self.right[which], self.weights[which])

    def and_also(self, other: "Examples") -> "Examples":
        """Both together, of the encoders that both have."""
        if not other.texts:
            return self
        both = self.vectors.keys() & other.vectors.keys()
        vectors = {stamp: np.concatenate([self.vectors[stamp], other.vectors[stamp]]) for stamp in sorted(both)}
        right, weights = np.concatenate([self.right, other.right]), np.concatenate([self.weights, other.weights])
        return Examples([*self.texts, *other.texts], vectors, right, weights)


Some = TypeVar("Some", bound=Known)


def fitted(
    empty: Some,
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    described: Mapping[str, str],
    weights: Sequence[float] | None,
    unlabelled: Sequence[str],
    even: Collection[str] = (),
) -> Some:
    """The same with all of this learned at once."""
    classes = sorted(set(labels) | set(described))
    number = {label: i for i, label in enumerate(classes)}
    right = np.array([number[label] for label in labels], dtype=np.int64)
    count = np.array(weights if weights is not None else np.ones(len(texts)), dtype=np.float32)
    if even and len(right):
        count *= (len(right) / len(classes) / np.maximum(np.bincount(right, minlength=len(classes)), 1))[right]
    told = [label for label in classes if described.get(label, "").strip()]
    places = np.array([number[label] for label in told], dtype=np.int64)
    empty = replace(empty, labels=classes)
    examples = _examples(empty, texts, right, count, asked=True)
    words = [described[label] for label in told]
    descriptions = _examples(empty, words, places, 1.0, asked=False)
    belief = _belief(empty, examples, descriptions, [number[label] for label in even if label in number])
    judges = replace(_judges(empty, examples, descriptions), belief=belief, dialects=_dialects(texts))
    if unlabelled and 0 < len(examples.texts) < FEW * len(classes):
        strange = _examples(empty, unlabelled, np.zeros(len(unlabelled), np.int64), PUPIL, asked=True)
        judges = _judges(empty, examples.and_also(_guessed(judges, strange)), descriptions)
    return replace(judges, belief=belief, count=len(examples.texts))


def _dialects(texts: Sequence[str]) -> dict[str, float]:
    """The share of each dialect among the texts that point at one; nothing of texts that are too few to tell."""
    if len(texts) < MEASURED_FROM:
        return {}
    told = Counter(spoken for text in texts if (spoken := hint(text)) is not None)
    return {spoken: times / told.total() for spoken, times in told.items()}


def _guessed(judges: Known, strange: Examples) -> Examples:
    """Of texts that nobody labelled those that the judges are surest of, so many of each class, as examples."""
    opinions, known = judges.judged(strange.texts, strange.vectors)
    chances = judges.belief.of(opinions, known)
    first, sure = chances.argmax(axis=1), chances.max(axis=1)
    taken = [np.flatnonzero(first == one) for one in range(len(judges.labels))]
    surest = [rows[np.argsort(-sure[rows], kind="stable")[:GUESSES]] for rows in taken]
    which = np.concatenate(surest)
    return replace(strange.some(which), right=first[which])


def _examples(known: Known, texts: Sequence[str], right: Numbers, weight: Rows | float, *, asked: bool) -> Examples:
    weights = np.broadcast_to(np.asarray(weight, dtype=np.float32), len(texts))
    vectors = {
        one.stamp: rows
        for one in known.encoders
        if (rows := vectors_of(one, texts, known.ready, asked=asked)) is not None
    }
    return Examples([known.ready(text) for text in texts], vectors, right, weights)


def _judges(empty: Some, examples: Examples, descriptions: Examples) -> Some:
    """All judges, fitted from these examples; each description is one more example of what it describes."""
    every, classes = examples.and_also(descriptions), len(empty.labels)
    vocabulary = Vocabulary.of(every.texts, least=2 if len(every.texts) > RARE_FROM else 1)
    names = _names(vocabulary, descriptions, classes)
    if not examples.texts or len(set(every.right.tolist())) < 2:
        return replace(empty, letters=Letters.empty(vocabulary, classes), names=names)
    rows = vocabulary.matrix(every.texts)
    doubt = doubt_after(np.asarray(rows.multiply(rows).sum(axis=0)).ravel())
    machine = _machine(rows, every, classes)
    return replace(
        empty,
        letters=Letters(vocabulary, *machine, doubt),
        contrast=_contrast(vocabulary, rows, every, classes) if classes <= FEW_CLASSES else None,
        meanings={stamp: _meaning(rows, every, classes) for stamp, rows in every.vectors.items()},
        names=names,
        count=len(every.texts),
    )


def _names(vocabulary: Vocabulary, descriptions: Examples, classes: int) -> Names | None:
    if not descriptions.texts:
        return None
    words = [""] * classes
    for place, text in zip(descriptions.right, descriptions.texts, strict=True):
        words[place] = text
    vectors = {stamp: np.zeros((classes, rows.shape[1]), np.float32) for stamp, rows in descriptions.vectors.items()}
    for stamp, rows in descriptions.vectors.items():
        vectors[stamp][descriptions.right] = rows
    return Names.of(vocabulary, words, vectors)


def _machine(rows: Any, every: Examples, classes: int) -> tuple[Rows, Rows]:
    """A linear support vector machine, one class against the rest."""
    from sklearn.svm import LinearSVC

    fitted = LinearSVC(C=C_LETTERS if classes > FEW_CLASSES else C_OF_FEW).fit(
        rows, every.right, sample_weight=every.weights
    )
    return _spread(fitted, classes)


def _contrast(vocabulary: Vocabulary, rows: Any, every: Examples, classes: int) -> Contrast:
    """A support vector machine for each class, over runs weighed by how much oftener it has them than the others.

    The method is NB-SVM (Wang and Manning 2012).
    """
    from sklearn.svm import LinearSVC

    there = rows.copy()
    there.data[:] = 1
    weights, bias = np.zeros((len(vocabulary), classes), np.float32), np.full(classes, np.nan, np.float32)
    for one in np.unique(every.right):
        mine = every.right == one
        has, lacks = (np.asarray(there[side].sum(axis=0)).ravel() + 1 for side in (mine, ~mine))
        ratio = np.log(has / has.sum() / (lacks / lacks.sum())).astype(np.float32)
        sides = np.where(mine, every.weights / every.weights[mine].sum(), every.weights / every.weights[~mine].sum())
        machine = LinearSVC(C=C_CONTRAST, dual=True)
        machine.fit(there.multiply(ratio).tocsr(), mine, sample_weight=sides * (len(mine) / 2))
        weights[:, one], bias[one] = machine.coef_[0] * ratio, machine.intercept_[0]
    bias = np.nan_to_num(bias, nan=float(np.nanmin(bias)) - 1)
    return Contrast(vocabulary, weights, bias, doubt_after(np.asarray(there.sum(axis=0)).ravel()))


def _meaning(rows: Rows, every: Examples, classes: int) -> Meaning:
    """A logistic regression over centred vectors."""
    from sklearn.linear_model import LogisticRegression

    middle = rows.mean(axis=0).astype(np.float32)
    machine = LogisticRegression(C=C_MEANING, max_iter=100, tol=1e-3)
    seen = centred(rows, middle)
    fitted = machine.fit(seen, every.right, sample_weight=every.weights)
    return Meaning(middle, *_spread(fitted, classes), doubt_after((seen * seen).sum(axis=0)))


def _spread(fitted: Any, classes: int) -> tuple[Rows, Rows]:
    """Weights and bias of every class: two share one row of scikit-learn's, and who has no example has the lowest."""
    found, bias = fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32)
    if len(fitted.classes_) == 2:
        found, bias = np.concatenate([-found, found]), np.concatenate([-bias, bias])
    weights = np.zeros((found.shape[1], classes), np.float32)
    weights[:, fitted.classes_] = found.T
    whole = np.full(classes, bias.min() - 1, np.float32)
    whole[fitted.classes_] = bias
    return weights, whole


def _belief(empty: Known, examples: Examples, descriptions: Examples, even: Collection[int]) -> Belief:
    """Measured on parts of the examples that the judges of the rest had not seen."""
    belief = Belief(shares_for(len(examples.texts), len(empty.labels), list(examples.vectors)))
    if len(examples.texts) < MEASURED_FROM:
        return belief
    part = np.random.default_rng(SEED).permutation(len(examples.texts)) % FOLDS
    opinions, known, right = [], [], []
    for fold in range(1 if len(examples.texts) >= ONE_FOLD_FROM and not even else FOLDS):
        unseen = examples.some(np.flatnonzero(part == fold))
        judges = _judges(empty, examples.some(np.flatnonzero(part != fold)), descriptions)
        said, share = judges.judged(unseen.texts, unseen.vectors)
        opinions.append(said)
        known.append(share)
        right.append(unseen.right)
    heard = {name: np.concatenate([one[name] for one in opinions if name in one]) for name in opinions[0]}
    found = measured(belief, heard, np.concatenate(known), np.concatenate(right))
    return leaning(found, heard, np.concatenate(known), np.concatenate(right), even) if even else found
