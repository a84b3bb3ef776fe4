"""Answers out of articles: how well passages are found, how fast at 50,000, and what the labelled set says of it all.

ARCD is asked over its own 460 passages; a FAQ article is one contact reason with its name and five (or twenty) ways of
asking for it out of the training part. Vectors are those of `lib/embed`, fused as documented; without the package, or
with RAFEEQ_BENCH_VECTORS=none, that column is left out.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.embed import NOTHING, chosen
from rafeeq.lib.search.ranking import WEIGHTS, Part, Query, part, ranked
from rafeeq.lib.search.shelf import Entry, filled

ROOT = Path(__file__).resolve().parents[2]
FAQ = ("val_msa_pal", "dev_saudi", "dev_moroccan", "dev_tunisian")
EVERY = 3  # of the questions of the FAQ
PASSAGES, ASKED = 50_000, 300
SENTENCE, ARTICLE = 0.4, 0.4  # what the vectors count beside the letters' one
Scores = NDArray[np.float32]


def read(name: str) -> list[dict[str, Any]]:
    """The rows of one file of the development data."""
    path = Path(os.environ["RAFEEQ_EVAL_DATA"]) / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def entry(number: int, lines: Sequence[str], text: str) -> Entry:
    """One article of one passage."""
    whole = " \n".join([*lines, text])
    return Entry(
        number, fold(whole), standard(whole), [standard(line) for line in lines], [(number, standard(text or whole))]
    )


def letters(parts: Sequence[Part], question: str, count: int) -> Scores:
    """What the letters give each article, the best one 1."""
    scores = np.zeros(count, dtype=np.float32)
    for hit in ranked(parts, Query((fold(question),), (standard(question),)), most=count).hits:
        scores[hit.passage] = hit.score
    return scores / max(float(scores.max()), 1e-6)


def placed(scores: Scores, gold: int) -> int:
    """On which place the right article stands."""
    return 1 + int((scores > scores[gold]).sum()) + int(scores[gold] <= 0) * 1000


def told(places: Sequence[int]) -> dict[str, float]:
    """Recall@1 and @5, MRR@10, in per cent."""
    found = np.array(places)
    shares = ((found == 1).mean(), (found <= 5).mean(), np.where(found <= 10, 1 / found, 0).mean())
    return dict(zip(("R@1", "R@5", "MRR@10"), (round(100 * float(one), 1) for one in shares), strict=True))


class Meaning:
    """What sentence vectors give each article."""

    def __init__(self, articles: Sequence[Sequence[str]]) -> None:
        self.model = NOTHING if os.environ.get("RAFEEQ_BENCH_VECTORS") == "none" else chosen("e5")
        self.known = self.model is not NOTHING
        if self.known:
            lines = [line for article in articles for line in article]
            self.of = np.repeat(np.arange(len(articles)), [len(article) for article in articles])
            self.lines = self.model.vectors(lines, asked=False)
            self.whole = self.model.vectors([" ".join(article) for article in articles], asked=False)

    def scores(self, question: str, count: int) -> Scores:
        """The best line's and the whole article's nearness, each with its best 1 and its usual 0."""
        asked = self.model.vectors([question])[0]
        best = np.full(count, -1, dtype=np.float32)
        np.maximum.at(best, self.of, self.lines @ asked)
        return SENTENCE * _stretched(best) + ARTICLE * _stretched(self.whole @ asked)


def _stretched(scores: Scores) -> Scores:
    usual = float(np.median(scores))
    stretched: Scores = np.clip((scores - usual) / max(float(scores.max()) - usual, 1e-6), 0, 1).astype(np.float32)
    return stretched


def over(parts: Sequence[Part], meaning: Meaning, asked: Sequence[tuple[str, int]], count: int) -> dict[str, list[int]]:
    """The places of the right article, by letters and with vectors."""
    places: dict[str, list[int]] = defaultdict(list)
    for question, gold in asked:
        scores = letters(parts, question, count)
        places["letters"].append(placed(scores, gold))
        if meaning.known:
            places["with vectors"].append(placed(scores + meaning.scores(question, count), gold))
    return places


def arcd() -> dict[str, Any]:
    """Questions and the passage that answers each."""
    passages, asked = read("arcd/passages.jsonl"), read("arcd/questions_train.jsonl")
    number = {row["id"]: at for at, row in enumerate(passages)}
    shelf = filled(entry(at, [row["title"]], row["text"]) for at, row in enumerate(passages))
    pairs = [(row["question"], number[row["passage_id"]]) for row in asked]
    found = over([part(shelf)], Meaning([[row["text"]] for row in passages]), pairs, len(passages))
    return {f"ARCD (development part), {name}": told(places) for name, places in found.items()}


def faq(ways: int) -> dict[str, Any]:
    """Contact reasons as articles, asked for in five dialects; the mean over the sets."""
    reasons, pool = read("arbanking77/intents.jsonl"), defaultdict(list)
    for row in read("arbanking77/train_msa_pal.jsonl"):
        pool[row["label"]].append(row["text"])
    chance = random.Random(0)
    lines = [
        [row["label_ar"], *chance.sample(pool[row["label"]], min(ways, len(pool[row["label"]])))] for row in reasons
    ]
    number = {row["label"]: at for at, row in enumerate(reasons)}
    parts, meaning = [part(filled(entry(at, one, "") for at, one in enumerate(lines)))], Meaning(lines)
    by_set = {
        name: over(
            parts,
            meaning,
            [(row["text"], number[row["label"]]) for row in read(f"arbanking77/{name}.jsonl")[::EVERY]],
            len(lines),
        )
        for name in FAQ
    }
    rows: dict[str, Any] = {}
    for way in next(iter(by_set.values())):
        figures = {name: told(found[way]) for name, found in by_set.items()}
        mean = {
            key: round(sum(one[key] for one in figures.values()) / len(figures), 1) for key in ("R@1", "R@5", "MRR@10")
        }
        rows[f"FAQ-{ways}, {way}"] = {**mean, **{f"{name} R@1": one["R@1"] for name, one in figures.items()}}
    return rows


def speed() -> dict[str, Any]:
    """CPU milliseconds of a question at 50,000 passages in 12,500 editions."""
    chance, texts = random.Random(1), [row["text"] for row in read("arbanking77/train_msa_pal.jsonl")]
    known = [standard(text) for text in texts]

    def made(number: int) -> Entry:
        own = [" ".join(chance.sample(known, 3)) for _ in range(4)]
        return Entry(
            number,
            " ".join(own),
            " ".join(own),
            chance.sample(known, 3),
            [(number * 4 + at, one) for at, one in enumerate(own)],
        )

    begun = time.process_time()
    shelf = filled(made(number) for number in range(PASSAGES // 4))
    built = time.process_time() - begun
    parts = [part(shelf, allowed=np.arange(0, PASSAGES // 4, 2))]
    asked = [row["text"] for row in read("arbanking77/val_msa_pal.jsonl")[:ASKED]]
    times: dict[str, list[float]] = defaultdict(list)
    for name, weights in (("one field", {"standard": 1.0}), ("all fields", WEIGHTS)):
        for question in asked:
            begun = time.process_time()
            query = Query((fold(question),), (standard(question),))
            ranked(parts, query, weights=weights)
            times[name].append((time.process_time() - begun) * 1000)
    shares = {
        f"{name}, CPU ms": {"median": round(float(np.median(one)), 2), "p95": round(float(np.quantile(one, 0.95)), 2)}
        for name, one in times.items()
    }
    return {"50,000 passages built, CPU s": round(built, 1), **shares}


def evaluated() -> dict[str, Any]:
    """What `rafeeq answers evaluate` says of the whole set."""
    command = [str(Path(sys.executable).parent / "rafeeq"), "answers", "evaluate", "tests/evals/ar/questions.jsonl"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    whole = [line for line in lines if line.startswith("  ")][:30]
    return {f"labelled set: {line.strip()[:34].strip()}": line.strip()[34:].strip() for line in whole}


def run() -> dict[str, Any]:
    """All of it."""
    return {**arcd(), **faq(5), **faq(20), **speed(), **evaluated()}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
