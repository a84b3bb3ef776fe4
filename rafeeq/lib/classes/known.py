"""What was learned: which classes there are, and how likely each is for a text. Needs numpy, and nothing else.

Several judges speak for each text: of its letters, of its meaning (one for each sentence encoder), and of how near it
is to the names and descriptions of the classes. A text whose likeliest class is not likely enough gets no answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rafeeq.lib.arabic.dialects import hint
from rafeeq.lib.arabic.words import words_in
from rafeeq.lib.classes.belief import (
    CONTRAST,
    CONTRAST_SPREAD,
    LETTERS,
    LETTERS_SPREAD,
    NAMES,
    NAMES_SPREAD,
    NEAR_SPREAD,
    Belief,
    shares_for,
)
from rafeeq.lib.classes.grams import Vocabulary
from rafeeq.lib.classes.judges import Contrast, Letters, Meaning, Names, Rows, log_softmax
from rafeeq.lib.classes.words import LONGEST, bare, is_courtesy, ready, single, typed
from rafeeq.lib.embed import Embedder, Unavailable
from rafeeq.lib.embed.rows import of_length_one

Ranked = list[tuple[str, float]]
Ready = Callable[[str], str]

LETTERS_NEEDED = 3  # in a text, or it says nothing
MOST = 3  # classes that are suggested
LEAST = 0.05  # a class less likely than this is not mentioned
SURE = 0.45  # how likely the first one has to be, or nothing is suggested
# A dialect that is seldom among the examples is to be surer: there the first one proves wrong more often.
SELDOM, SURE_OF_IT = 0.05, 0.55
VOUCHES, NAMED = 0.2, 0.12  # a text below both is about none of the classes: what its letters add, likeness to names
REWRITTEN = {"use-multilingual-3"}
TOGETHER = 256  # texts of which one after another is learned before the vocabulary grows


@dataclass
class Known:
    """Judges, and how far they are believed."""

    labels: list[str] = field(default_factory=list)
    letters: Letters = field(default_factory=lambda: Letters.empty(Vocabulary.nothing(), 0))
    contrast: Contrast | None = None  # of few classes
    meanings: dict[str, Meaning] = field(default_factory=dict)  # by the encoder's stamp
    names: Names | None = None
    belief: Belief = field(default_factory=lambda: Belief({}))
    encoders: Sequence[Embedder] = ()
    count: int = 0  # examples it has learned from
    dialects: Mapping[str, float] = field(default_factory=dict)  # their share among many examples; empty of few
    ready: Ready = ready

    def suggest(self, text: str, *, most: int = MOST) -> Ranked:
        """The likeliest classes with their probabilities, the first one first; nothing when none is likely enough."""
        if not self.labels or sum(letter.isalnum() for letter in self.ready(text)) < LETTERS_NEEDED:
            return []
        if is_courtesy(text) or not self._is_vouched_for(self.ready(text)):
            return []
        chances = self.probabilities([text])[0]
        first = np.argsort(-chances, kind="stable")[:most]
        if chances[first[0]] < (SURE_OF_IT if self.is_seldom(text) else SURE):
            return []
        return [(self.labels[i], round(float(chances[i]), 3)) for i in first if chances[i] >= LEAST]

    def _is_vouched_for(self, plain: str) -> bool:
        """Whether any class has something to say for this text: the likeliest of many strange ones is strange too."""
        if self.count and float((self.letters.scores([plain]) - self.letters.bias).max()) > VOUCHES:
            return True
        return self.names is not None and float(self.names.scores(self.letters.vocabulary, [plain]).max()) > NAMED

    def probabilities(self, texts: Sequence[str]) -> Rows:
        """How likely each class is: a row for each text, in the order of `labels`."""
        opinions, known = self.opinions(texts)
        if not opinions:
            return np.full((len(texts), len(self.labels)), 1 / max(len(self.labels), 1), dtype=np.float32)
        return self.belief.of(opinions, known)

    def is_seldom(self, text: str) -> bool:
        """Whether a text points at a dialect that was seldom among the examples."""
        spoken = hint(text) if self.dialects else None
        return spoken is not None and self.dialects.get(spoken, 0.0) < SELDOM

    def opinions(self, texts: Sequence[str]) -> tuple[dict[str, Rows], Rows]:
        """What each judge says, in logarithms of probabilities; and the share of each text that is known at all."""
        asked = {one.stamp: vectors_asked(one, texts, self.ready) for one in self.encoders}
        vectors = {stamp: rows for stamp, rows in asked.items() if rows is not None}
        return self.judged([self.ready(text) for text in texts], vectors)

    def judged(self, plain: list[str], vectors: Mapping[str, Rows]) -> tuple[dict[str, Rows], Rows]:
        """The same of texts that are made ready, and their vectors."""
        found: dict[str, Rows] = {}
        if self.count:
            found[LETTERS] = log_softmax(self.letters.scores(plain) / LETTERS_SPREAD)
        if self.contrast is not None:
            found[CONTRAST] = log_softmax(self.contrast.scores(plain) / CONTRAST_SPREAD)
        if self.names is not None:
            found[NAMES] = log_softmax(self.names.scores(self.letters.vocabulary, plain) / NAMES_SPREAD)
        for stamp, rows in vectors.items():
            if (judge := self.meanings.get(stamp)) is not None:
                found[stamp] = log_softmax(judge.scores(rows))
            if self.names is not None and stamp in self.names.vectors:
                found[f"{NAMES} {stamp}"] = log_softmax(self.names.near(stamp, rows) / NEAR_SPREAD)
        return found, self.letters.vocabulary.known(plain)

    def learn(self, text: str, label: str) -> None:
        """Learn one example at once; what it was learned from before is not needed."""
        self.learn_all([text], [label])

    def learn_all(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learn these examples in their order."""
        self._widen([label for label in dict.fromkeys(labels) if label not in self.labels])
        right = np.array([self.labels.index(label) for label in labels], dtype=np.int64)
        made = {one.stamp: vectors_of(one, texts, self.ready) for one in self.encoders}
        vectors = {stamp: rows for stamp, rows in made.items() if rows is not None}
        plain = [self.ready(text) for text in texts]
        for start in range(0, len(texts), TOGETHER):
            for judge in self._readers():
                judge.grow(plain[start : start + TOGETHER])
                judge.learn(plain[start : start + TOGETHER], right[start : start + TOGETHER])
        for stamp, rows in vectors.items():
            meaning = self.meanings.setdefault(stamp, Meaning.empty(rows.shape[1], len(self.labels)))
            meaning.learn(rows, right)
        self.count += len(texts)
        shares = shares_for(self.count, len(self.labels), list(self.meanings))
        self.belief = replace(self.belief, shares=shares)

    def _readers(self) -> list[Letters]:
        """The judges who read letters."""
        return [self.letters] if self.contrast is None else [self.letters, self.contrast]

    def _widen(self, new: list[str]) -> None:
        """Make room for classes that were not there."""
        if not new:
            return
        self.labels = [*self.labels, *new]
        judges: list[Letters | Meaning] = [*self._readers(), *self.meanings.values()]
        for judge in judges:
            judge.widen(len(new))
        if self.names is not None:
            self.names = self.names.widened(len(new))


def vectors_of(encoder: Embedder, texts: Sequence[str], ready: Ready = ready, *, asked: bool = True) -> Rows | None:
    """The texts' vectors, or None when there are none to be had.

    A small encoder reads them with their dialect words as Standard ones, a large one as they are but for what leads
    elsewhere; see `vectors_asked`.
    """
    if encoder.stamp == "none" or not texts:
        return None
    try:
        if encoder.stamp in REWRITTEN:
            return encoder.vectors([ready(text) for text in texts], asked=asked)
        return encoder.vectors([bare(text) for text in texts], asked=asked)
    except Unavailable:
        return None


def vectors_asked(encoder: Embedder, texts: Sequence[str], ready: Ready) -> Rows | None:
    """The vectors of what is asked; a large encoder reads both spellings, and between them lies what is meant."""
    found = vectors_of(encoder, texts, ready)
    if found is None or encoder.stamp in REWRITTEN or ready is typed:
        return found
    plain = [ready(text) for text in texts]
    spoken = [i for i, text in enumerate(texts) if plain[i] != single(" ".join(words_in(text[:LONGEST])))]
    if (meant := vectors_of(encoder, [plain[i] for i in spoken], ready)) is not None:
        found[spoken] = of_length_one(found[spoken] + meant)
    return found
