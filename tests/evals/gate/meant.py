"""What the gate learns of meanings (`knowledge/rules/answering/meaning.py`), where the encoder is installed.

A logistic regression over vectors, from the same sentences as the letters' judge; then how much each voice counts, from
the questions of `dev` as each was judged by what had not seen it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rafeeq.knowledge.rules.answering import meaning
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import plain
from rafeeq.lib.embed import chosen

WEIGHTS = Path(meaning.__file__).with_suffix(".npz")
C, BLEND = 10.0, 1.0  # how closely the vectors' judge and the two weights of the voices fit
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Told:
    """The vectors of texts, which of them are urgent, what each counts; the last ones are the questions of `dev`."""

    rows: Numbers
    urgent: Numbers
    counts: Numbers

    def judge(self, seen: Numbers) -> meaning.Learned:
        """What is learned of those that are `seen`; neither voice counts yet."""
        middle = self.rows.mean(axis=0)
        fit = LogisticRegression(C=C, max_iter=1000)
        fit.fit(self.rows[seen] - middle, self.urgent[seen], self.counts[seen])
        return meaning.Learned(middle, fit.coef_[0], float(fit.intercept_[0]), 0.0, 1.0, 0.0)


def vectors(texts: Sequence[str]) -> Numbers | None:
    """A row for each text as the ranking reads it; None where the encoder is not installed."""
    encoder = chosen("e5")
    return encoder.vectors([plain(spelled(text) or text) for text in texts]) if encoder.stamp == meaning.STAMP else None


def learned(told: Told, letters: Numbers, part: Numbers) -> tuple[meaning.Learned, Numbers]:
    """The judge of both voices, and how likely it calls each question of `dev` without having seen its part."""
    first = len(told.rows) - len(part)
    before, right = np.ones(first, dtype=bool), told.urgent[first:]
    odds, shares = np.zeros(len(part)), np.zeros(len(part))
    for one in np.unique(part):
        judge = told.judge(np.concatenate([before, part != one]))
        odds[part == one] = judge.odds(told.rows[first:][part == one])
    voices = np.column_stack([[meaning.log_odds(float(share)) for share in letters], odds])
    for one in np.unique(part):
        weighed = LogisticRegression(C=BLEND).fit(voices[part != one], right[part != one])
        shares[part == one] = weighed.predict_proba(voices[part == one])[:, 1]
    weighed = LogisticRegression(C=BLEND).fit(voices, right)
    (by_letters, by_meaning), blend = weighed.coef_[0], float(weighed.intercept_[0])
    whole = told.judge(np.ones(len(told.rows), dtype=bool))
    return replace(whole, letters=float(by_letters), meaning=float(by_meaning), blend=blend), shares
