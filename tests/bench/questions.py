"""How well the questions of a message are told apart, and those that a draft leaves unanswered."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rafeeq.lib
from rafeeq.lib.questions import Asked, split, unanswered

SETS = Path(rafeeq.lib.__file__).parent / "tests"
HALVES = ("dev", "held out")  # rules were made looking at the first; nobody looked at the second


def rows(name: str) -> list[dict[str, Any]]:
    """The labelled messages of a set."""
    return [json.loads(line) for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


def same(start: int, end: int, one: Asked) -> bool:
    """Whether two spans are about the same thing: more than half of the longer one is shared."""
    return (min(end, one.end) - max(start, one.start)) * 2 >= max(end - start, one.end - one.start)


def paired(gold: Iterable[tuple[int, int]], found: list[Asked]) -> list[Asked | None]:
    """For each labelled span what was found there; nothing is found twice."""
    left = list(found)
    pairs: list[Asked | None] = []
    for start, end in gold:
        one = next((one for one in left if same(start, end, one)), None)
        if one is not None:
            left.remove(one)
        pairs.append(one)
    return pairs


def splitting(half: str, dialect: str = "") -> dict[str, float]:
    """Precision and recall of the spans, and the share of the found ones whose kind is right."""
    found = labelled = hits = kinds = messages = 0
    for row in rows("questions.jsonl"):
        if row["half"] != half or (dialect and row["dialect"] != dialect):
            continue
        asked = split(row["text"])
        pairs = paired([(start, end) for start, end, _ in row["asked"]], asked)
        messages += 1
        found += len(asked)
        labelled += len(pairs)
        hits += sum(one is not None for one in pairs)
        kinds += sum(one is not None and one.kind == gold[2] for one, gold in zip(pairs, row["asked"], strict=True))
    return {
        "messages": messages,
        "asked": labelled,
        "precision": round(hits / max(found, 1), 3),
        "recall": round(hits / max(labelled, 1), 3),
        "kinds": round(kinds / max(hits, 1), 3),
    }


def leaving(half: str) -> dict[str, float]:
    """Precision and recall of what is called unanswered."""
    found = labelled = hits = drafts = 0
    for row in rows("unanswered.jsonl"):
        if row["half"] != half:
            continue
        left = unanswered(split(row["text"]), row["draft"])
        pairs = paired([(start, end) for start, end in row["unanswered"]], left)
        drafts += 1
        found += len(left)
        labelled += len(pairs)
        hits += sum(one is not None for one in pairs)
    return {
        "drafts": drafts,
        "unanswered": labelled,
        "precision": round(hits / max(found, 1), 3),
        "recall": round(hits / max(labelled, 1), 3),
    }


def run() -> dict[str, Any]:
    """Both sets by half, and the splitting of the held-out half by dialect."""
    report: dict[str, Any] = {f"splitting, {half}": splitting(half) for half in HALVES}
    for dialect in sorted({row["dialect"] for row in rows("questions.jsonl")}):
        report[f"splitting, held out, {dialect}"] = splitting("held out", dialect)
    return report | {f"unanswered, {half}": leaving(half) for half in HALVES}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
