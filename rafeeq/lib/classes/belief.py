"""How far what the judges say may be believed: opinions are weighed, added, and flattened until they hold.

Probabilities hold when of the texts that got 0.7 seven in ten are right. One number flattens all sums alike; a second
one the more, the less of a text is known: a dialect that was never seen is judged with too much confidence.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rafeeq.lib.classes.judges import Numbers, Rows, log_softmax

# Never sharper than that: judges who read the same text agree too easily, and examples that repeat themselves flatter.
SHARPNESSES = np.geomspace(0.05, 0.9, 40)
SHARPEST = 0.7  # where sentence vectors are among the judges
UNKNOWNS = np.linspace(0, 4, 9)
LETTERS, CONTRAST, NAMES = "letters", "contrast", "names"
# What each judge's numbers are divided by before they become probabilities.
LETTERS_SPREAD, CONTRAST_SPREAD, NAMES_SPREAD, NEAR_SPREAD = 0.15, 0.3, 0.05, 0.02
LEANINGS = np.linspace(-1, 1, 21)  # in logarithms of probabilities
LOOKS = 3  # at every class in turn, for its best leaning


@dataclass(frozen=True)
class Belief:
    """The weight of each judge, and how far the sum of their opinions is believed."""

    shares: Mapping[str, float]
    sharpness: float = 0.7
    unknown: float = 0.0
    leanings: tuple[float, ...] = ()  # towards each class, where rare ones shall be found as well as frequent ones

    def sums(self, opinions: Mapping[str, Rows]) -> Rows:
        """The opinions as one: a row for each text."""
        found: Rows = np.sum([self.shares.get(name, 0.0) * rows for name, rows in opinions.items()], axis=0)
        return found

    def of(self, opinions: Mapping[str, Rows], known: Rows) -> Rows:
        """The probabilities of all classes: a row for each text, of which so much is known."""
        sums = self.sums(opinions) * self.believed(known)[:, None]
        sums[:, : len(self.leanings)] += np.array(self.leanings, dtype=np.float32)
        return np.exp(log_softmax(sums))

    def believed(self, known: Rows) -> Rows:
        """How far each text's sum is believed."""
        found: Rows = (self.sharpness * np.exp(-self.unknown * (1 - known))).astype(np.float32)
        return found


def shares_for(count: int, classes: int, stamps: list[str]) -> dict[str, float]:
    """The judges' weights when so many examples of so many classes are known: names count less and less."""
    examples = count / max(classes, 1)
    named = NAMED_AT_FIRST / (1 + examples / NAMED_FADES)
    shares = {LETTERS: 1.0 if count else 0.0, CONTRAST: 1.0 if count else 0.0, NAMES: named}
    for stamp in stamps:
        shares[stamp] = MEANING if count else 0.0
        shares[f"{NAMES} {stamp}"] = named
    return shares


MEANING = 0.7
NAMED_AT_FIRST, NAMED_FADES = 0.5, 5.0


def measured(belief: Belief, opinions: Mapping[str, Rows], known: Rows, right: Numbers) -> Belief:
    """The belief under which what came out right was least surprising."""
    sums = belief.sums(opinions)
    highest = SHARPEST if opinions.keys() - {LETTERS, CONTRAST, NAMES} else SHARPNESSES[-1]
    best, least = belief, np.inf
    for unknown in UNKNOWNS:
        for sharpness in SHARPNESSES[highest >= SHARPNESSES]:
            tried = Belief(belief.shares, float(sharpness), float(unknown))
            surprise = -log_softmax(sums * tried.believed(known)[:, None])[np.arange(len(right)), right].mean()
            if surprise < least:
                best, least = tried, surprise
    return best


def leaning(belief: Belief, opinions: Mapping[str, Rows], known: Rows, right: Numbers, even: Collection[int]) -> Belief:
    """The belief that leans as far to each class as makes the mean F1 of these classes highest."""
    chances = np.log(np.maximum(belief.of(opinions, known), 1e-12))
    leanings = np.zeros(chances.shape[1])
    most = mean_f1(chances.argmax(axis=1), right, even)
    for _look in range(LOOKS):
        for one in range(len(leanings)):
            for step in LEANINGS:
                tried = leanings.copy()
                tried[one] = step
                if (found := mean_f1((chances + tried).argmax(axis=1), right, even)) > most:
                    most, leanings = found, tried
    return replace(belief, leanings=tuple(leanings.round(3).tolist()))


def mean_f1(said: Numbers, right: Numbers, classes: Collection[int]) -> float:
    """The mean of these classes' F1."""
    found = []
    for one in classes:
        is_said, is_right = said == one, right == one
        found.append(2 * (is_said & is_right).sum() / max(int(is_said.sum() + is_right.sum()), 1))
    return float(np.mean(found))


def calibration_error(chances: Rows, right: Numbers, bins: int = 15) -> float:
    """The expected calibration error: how far the first class's probability lies from how often it is right."""
    top, hit = chances.max(axis=1), chances.argmax(axis=1) == right
    place = np.minimum((top * bins).astype(int), bins - 1)
    off = [abs(hit[place == i].mean() - top[place == i].mean()) * (place == i).mean() for i in set(place.tolist())]
    return float(sum(off))
