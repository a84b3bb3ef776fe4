"""Answers out of articles: how well passages are found, how fast at 50,000, and what the labelled set says of it all.

ARCD is asked over its own 460 passages; a FAQ article is one contact reason with its name and five (or twenty) ways of
asking for it out of the training part, asked for in five dialects (Standard and Palestinian are one file, which tells
them apart by its order: the reasons begin again). Everything goes through the product's own shelf and ranking. Without
the encoder's package, or with RAFEEQ_BENCH_VECTORS=none, the rows with vectors are left out.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rafeeq.config.commands.answers import WIDE
from rafeeq.lib.arabic.dialects import plain, standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.embed import NOTHING, Embedder, chosen
from rafeeq.lib.search.filling import filled_in
from rafeeq.lib.search.meaning import Vectors, packed
from rafeeq.lib.search.ranking import WEIGHTS, Part, Query, part, ranked
from rafeeq.lib.search.shelf import Entry, Meaning, Shelf, filled, meant
from tests.bench import asking
from tests.bench.database import empty

ROOT = Path(__file__).resolve().parents[2]
FAQ = ("dev_saudi", "dev_moroccan", "dev_tunisian")
EVERY = 3  # of the questions of the FAQ
PASSAGES, ASKED = 50_000, 300
Scores = NDArray[np.float32]


def read(name: str) -> list[dict[str, Any]]:
    """The rows of one file of the development data."""
    path = Path(os.environ["RAFEEQ_EVAL_DATA"]) / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def encoders() -> list[Embedder]:
    """Who makes vectors here."""
    names = os.environ.get("RAFEEQ_BENCH_VECTORS", "e5").split()
    return [one for name in names if (one := chosen(name)) is not NOTHING]


def entry(number: int, lines: Sequence[str], text: str) -> Entry:
    """One article of one passage."""
    whole = " \n".join([*lines, text])
    asked = [standard(line) for line in lines]
    passage = f"{lines[0]}: {text}" if text else " ".join(lines)
    return Entry(number, fold(whole), standard(whole), asked, [(number, standard(text or whole))], [*lines, passage])


def shelved(entries: Sequence[Entry]) -> Shelf:
    """A shelf of articles with what they mean."""
    shelf = filled(entries)
    for one in encoders():
        shelf = filled_in(shelf, entries, one)
    return shelf


def scores(parts: Sequence[Part], query: Query, count: int) -> Scores:
    """What the ranking gives each article."""
    found = np.zeros(count, dtype=np.float32)
    for hit in ranked(parts, query, most=count).hits:
        found[hit.passage] = hit.score
    return found


def placed(scores: Scores, gold: int) -> int:
    """On which place the right article stands."""
    return 1 + int((scores > scores[gold]).sum()) + int(scores[gold] <= 0) * 1000


def told(places: Sequence[int]) -> dict[str, float]:
    """Recall@1 and @5, MRR@10, in per cent."""
    found = np.array(places)
    shares = ((found == 1).mean(), (found <= 5).mean(), np.where(found <= 10, 1 / found, 0).mean())
    return dict(zip(("R@1", "R@5", "MRR@10"), (round(100 * float(one), 1) for one in shares), strict=True))


def over(shelf: Shelf, asked: Sequence[tuple[str, int]]) -> dict[str, list[int]]:
    """The places of the right article, by letters and with vectors."""
    places: dict[str, list[int]] = defaultdict(list)
    parts, count = [part(shelf)], len(shelf.editions)
    rows = {one.stamp: one.vectors([plain(question) for question, _gold in asked]) for one in encoders()}
    for at, (question, gold) in enumerate(asked):
        query = Query((fold(question),), (standard(question),))
        places["letters"].append(placed(scores(parts, query, count), gold))
        if rows:
            query = replace(query, meant={stamp: found[at] for stamp, found in rows.items()})
            places["with vectors"].append(placed(scores(parts, query, count), gold))
    return places


def arcd() -> dict[str, Any]:
    """Questions and the passage that answers each."""
    passages, asked = read("arcd/passages.jsonl"), read("arcd/questions_train.jsonl")
    number = {row["id"]: at for at, row in enumerate(passages)}
    shelf = shelved([entry(at, [row["title"]], row["text"]) for at, row in enumerate(passages)])
    found = over(shelf, [(row["question"], number[row["passage_id"]]) for row in asked])
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
    shelf = shelved([entry(at, one, "") for at, one in enumerate(lines)])
    by_set = {
        name: over(shelf, [(row["text"], number[row["label"]]) for row in rows[::EVERY]])
        for name, rows in dialects().items()
    }
    rows: dict[str, Any] = {}
    for way in next(iter(by_set.values())):
        figures = {name: told(found[way]) for name, found in by_set.items()}
        mean = {
            key: round(sum(one[key] for one in figures.values()) / len(figures), 1) for key in ("R@1", "R@5", "MRR@10")
        }
        rows[f"FAQ-{ways}, {way}"] = {**mean, **{f"{name} R@1": one["R@1"] for name, one in figures.items()}}
    return rows


def dialects() -> dict[str, list[dict[str, Any]]]:
    """The questions of each dialect."""
    both = read("arbanking77/val_msa_pal.jsonl")
    first = both[0]["label"]
    again = next(at for at, row in enumerate(both) if row["label"] == first and both[at - 1]["label"] != first and at)
    return {"Standard": both[:again], "Palestinian": both[again:]} | {
        name.removeprefix("dev_"): read(f"arbanking77/{name}.jsonl") for name in FAQ
    }


def embedded(shelf: Shelf) -> Shelf:
    """The shelf with vectors by chance: what a comparison takes does not depend on them."""
    chance = np.random.default_rng(2)

    def rows(count: int, size: int) -> Vectors:
        return packed(chance.standard_normal((count, size), dtype=np.float32))

    for one in encoders():
        middle = np.zeros(one.size, dtype=np.float32)
        both = (rows(count, one.size) for count in (len(shelf.asking), len(shelf.passages)))
        shelf = meant(shelf, Meaning(one.stamp, middle, *both))
    return shelf


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
    parts = [part(embedded(shelf), allowed=np.arange(0, PASSAGES // 4, 2))]
    asked = [row["text"] for row in read("arbanking77/val_msa_pal.jsonl")[:ASKED]]
    times: dict[str, list[float]] = defaultdict(list)
    ways: dict[str, tuple[Mapping[str, float], Sequence[Embedder]]] = {
        "one field": ({"standard": 1.0}, []),
        "all fields": (WEIGHTS, []),
    }
    if encoders():
        ways["all fields and vectors"] = (WEIGHTS, encoders())
    for name, (weights, models) in ways.items():
        for question in asked:
            begun = time.process_time()
            found = {one.stamp: one.vectors([plain(question)])[0] for one in models}
            ranked(parts, Query((fold(question),), (standard(question),), found), weights=weights)
            times[name].append((time.process_time() - begun) * 1000)
    shares = {
        f"{name}, CPU ms": {"median": round(float(np.median(one)), 2), "p95": round(float(np.quantile(one, 0.95)), 2)}
        for name, one in times.items()
    }
    return {"50,000 passages built, CPU s": round(built, 1), **shares}


def evaluated() -> dict[str, Any]:
    """What `rafeeq answers evaluate` says of the part that nothing was made with."""
    command = [str(Path(sys.executable).parent / "rafeeq"), "answers", "evaluate", "tests/evals/ar/questions.jsonl"]
    command += ["--part", "fresh"]
    command += ["--database", empty().get("DATABASE_URL", "")]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    by_dialect = next(at for at, line in enumerate(lines) if at and not line.startswith(" "))
    gate = next(at for at, line in enumerate(lines) if line.startswith("release gate"))
    return dict(map(_row, (*lines[1:by_dialect], *lines[gate:])))


def _row(line: str) -> tuple[str, str]:
    """A printed figure: its name, and what it says."""
    name, colon, said = line.strip().partition(": ")
    return (name, said) if colon else (name[:WIDE].strip(), name[WIDE:].strip())


def run() -> dict[str, Any]:
    """All of it."""
    return {**arcd(), **faq(5), **faq(20), **speed(), **asking.run(), **evaluated()}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
