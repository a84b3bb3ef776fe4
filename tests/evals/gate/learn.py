"""Learn how urgent a text sounds (`knowledge/rules/answering/urgency.py`): `python -m tests.evals.gate.learn`.

Learned from the sentences beside this file, the articles of the invented company (all of them ordinary), chance
letters, and the questions of the parts `dev` and `seen`. Before that it is measured on these in five parts, each judged
by what was learned without it; the part `fresh` is never read here. Where the encoder is installed, meanings are
learned beside (`meant.py`): some minutes.
"""

import itertools
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rafeeq.config.evaluation.labelled import pages
from rafeeq.knowledge.rules.answering import gate, meaning, urgency
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold
from tests.evals.gate import meant

HERE = Path(__file__).parent
WEIGHTS = Path(urgency.__file__).with_suffix(".npz")
MOST = {"sentences.txt": 16, "ordinary.txt": 32}  # sentences a line gives
C, DEV = 20.0, 2.0  # how closely it fits; what an asked question counts beside a sentence
PARTS = 5
LOOKED_AT = ("dev", "seen")  # never the part that is held out
NOISE = 600  # texts that say nothing
Rows = list[tuple[str, str]]
Labels = NDArray[Any]


def spellings(text: str) -> list[str]:
    """A text as the gate is given it."""
    other = spelled(text)
    return [fold(text), standard(text), *([fold(other), standard(other)] if other else [])]


def expanded(line: str) -> list[str]:
    """Every sentence of a line with `{one|other}` in it."""
    parts = [part[1:-1].split("|") if part[:1] == "{" else [part] for part in re.split(r"(\{[^}]*\})", line)]
    return sorted({" ".join("".join(chosen).split()) for chosen in itertools.product(*parts)})


def sentences() -> Rows:
    """The written sentences: reason, text."""
    found, why, chance = [], "", random.Random(0)
    for name, most in MOST.items():
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                why = line[1:-1]
            elif line and not line.startswith("#"):
                every = expanded(line)
                found += [(why, text) for text in (chance.sample(every, most) if len(every) > most else every)]
    return found


def ordinary() -> Rows:
    """The articles' sentences."""
    found = []
    for page in pages(HERE.parent / "ar" / "articles"):
        found += [page.title, page.summary, *page.phrasings]
        for line in page.body.splitlines():
            found += [one.strip("#-*| ") for one in re.split(r"(?<=[.؟!])\s", line)]
    return [(urgency.NONE, text) for text in found if len(text.split()) > 1]


def noise() -> Rows:
    """What says nothing: chance letters, and words without a sentence."""
    chance = random.Random(1)
    letters = ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz")

    def word(of: str) -> str:
        return "".join(chance.choices(of, k=chance.randint(1, 6)))

    return [(urgency.NONE, " ".join(word(letters[at % 2]) for _ in range(chance.randint(1, 4)))) for at in range(NOISE)]


def among(asked: Sequence[dict[str, Any]]) -> tuple[Rows, list[int]]:
    """What was asked with words of other questions around it, as in a letter; and the place of each one's question.

    An urgent one twice between pieces of ordinary ones, an ordinary one once before another.
    """
    chance, places, found = random.Random(2), list[int](), list[tuple[str, str]]()
    for at, row in enumerate(asked):
        calm = [one for one in asked if one["must"] != "escalate" and one["dialect"] == row["dialect"]]
        words = row["question"].split()
        for _ in range(2 if row["must"] == "escalate" else 1):
            before, behind = (chance.choice(calm)["question"].split() for _ in range(2))
            if row["must"] == "escalate":
                text = [*before[-chance.randint(2, 6) :], *words, *behind[: chance.randint(2, 6)]]
            else:
                text = [*words, *behind][: urgency.LONGEST]
            found.append((row["must"], " ".join(text)))
            places.append(at)
    return found, places


def rows_of(texts: Sequence[str]) -> csr_matrix:
    """Their features, a row each."""
    told = [urgency.features(spellings(text)) for text in texts]
    starts = np.cumsum([0, *map(len, told)])
    columns = np.fromiter((one for row in told for one in row), dtype=np.int32)
    values = np.fromiter((one for row in told for one in row.values()), dtype=np.float64)
    return csr_matrix((values, columns, starts), shape=(len(texts), urgency.BUCKETS))


def fitted(rows: csr_matrix, labels: Labels, weights: NDArray[Any]) -> LogisticRegression:
    """The judge."""
    return LogisticRegression(C=C, max_iter=1000, tol=1e-3).fit(rows, labels, weights)


def sure(judge: LogisticRegression, rows: csr_matrix) -> NDArray[Any]:
    """How likely each is urgent."""
    shares: NDArray[Any] = judge.predict_proba(rows)
    return 1 - shares[:, list(judge.classes_).index(urgency.NONE)]


def learn() -> None:
    """Measure, learn, write."""
    from scipy.sparse import vstack

    lines = (HERE.parent / "ar" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    dev = [row for row in map(json.loads, lines) if row["part"] in LOOKED_AT]
    written = [*sentences(), *ordinary(), *noise()]
    rows, labels = rows_of([text for _why, text in written]), np.array([why for why, _text in written])
    asked, is_urgent = rows_of([row["question"] for row in dev]), np.array([row["must"] == "escalate" for row in dev])
    first = fitted(rows, labels, np.ones(len(labels)))
    guess = first.predict_proba(asked)
    guess[:, list(first.classes_).index(urgency.NONE)] = -1  # which reason it is, the sentences say
    named = np.where(is_urgent, first.classes_[guess.argmax(1)], urgency.NONE)
    found, part = np.zeros(len(dev)), np.random.default_rng(0).permutation(len(dev)) % PARTS
    counts = np.concatenate([np.ones(len(labels)), np.full(len(dev), DEV)])
    texts, places = among(dev)
    both = vstack([rows, asked, rows_of([text for _must, text in texts])]).tocsr()
    right = np.concatenate([labels, named])
    every, weighs = np.concatenate([right, named[places]]), np.concatenate([counts, np.ones(len(places))])
    for one in range(PARTS):
        seen = np.concatenate([np.ones(len(labels), dtype=bool), part != one, part[places] != one])
        found[part == one] = sure(fitted(both[seen], every[seen], weighs[seen]), asked[part == one])
    ruled = np.array([gate.ruled(spellings(row["question"])) is not None for row in dev])
    measured(found, is_urgent, ruled, gate.DOUBT)
    judge = fitted(both, every, weighs)
    WEIGHTS.write_bytes(urgency.written_down(list(judge.classes_), judge.coef_.T, judge.intercept_))
    print(f"{len(written)} sentences, {len(dev)} questions; {WEIGHTS.stat().st_size // 1024} kB in {WEIGHTS.name}")
    vectors = meant.vectors([*(text for _why, text in written), *(row["question"] for row in dev)])
    if vectors is None:
        print("meanings stay as they are: the encoder is not installed")
        return
    told = meant.Told(vectors, right != urgency.NONE, counts)
    voices, blended = meant.learned(told, found, part)
    measured(blended, is_urgent, ruled, meaning.DOUBT)
    meant.WEIGHTS.write_bytes(meaning.written_down(voices))


def measured(found: NDArray[Any], is_urgent: NDArray[Any], ruled: NDArray[Any], doubt: float) -> None:
    """What each threshold would catch of `dev`, alone and beside the rules, which are believed from `doubt`."""
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        alone = found >= least
        either = alone | (ruled & (found >= doubt))
        print(
            f"from {least}: {(alone & is_urgent).sum()} of {is_urgent.sum()},"
            f" {(alone & ~is_urgent).sum()} of {(~is_urgent).sum()} without need;"
            f" with the rules {(either & is_urgent).sum()} and {(either & ~is_urgent).sum()}"
        )


if __name__ == "__main__":
    learn()
