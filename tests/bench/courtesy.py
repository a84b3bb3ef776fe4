"""How often the courtesy rules are right, and how much they see: the labelled replies, by rule and by part."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rafeeq.lib.courtesy import RULES, Around, Hint, hints
from rafeeq.lib.stats import wilson

SET = Path(__file__).resolve().parents[1] / "evals" / "courtesy" / "replies.jsonl"
PARTS = ("dev", "kept")  # rules were made looking at the first alone
Row = dict[str, Any]


def rows(part: str = "") -> list[Row]:
    """The labelled replies, of one part or all."""
    read = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    return [row for row in read if not part or row["part"] == part]


def found_in(row: Row) -> list[Hint]:
    """The hints to one reply, with what is known around it."""
    around = Around(
        asked=[row["asked"]] if "asked" in row else (),
        said_before=[*row.get("macros", ()), *row.get("own", ())],
        is_complaint=row.get("complaint", False),
        name=row.get("name", ""),
    )
    return hints(row["text"], around)


def is_labelled(hint: Hint, row: Row) -> bool:
    """Whether a person marked these words by this rule: the two share a letter, or the rule is about the whole."""
    return any(_same(hint, label) for label in row["labels"])


def _same(hint: Hint, label: Row) -> bool:
    if hint.rule != label["rule"]:
        return False
    if "start" not in label:
        return not label["words"] or (bool(hint.words) and hint.words.strip("؟? ") in label["words"])
    start = int(label["start"])
    return hint.start < start + len(label["words"]) and start < hint.end


def wrong(part: str) -> Iterator[tuple[str, str, str]]:
    """What is not as labelled: (too much or missed, rule: words, reply); for whoever works on the rules."""
    for row in rows(part):
        found = found_in(row)
        for hint in found:
            if not is_labelled(hint, row):
                yield "too much", f"{hint.rule}: {hint.words}", row["text"]
        for label in row["labels"]:
            if not any(_same(hint, label) for hint in found):
                yield "missed", f"{label['rule']}: {label['words']}", row["text"]


def measured(part: str) -> dict[str, dict[str, Any]]:
    """Precision and recall of each rule with Wilson's intervals, and of all of them together."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    touched = clean = 0
    for row in rows(part):
        told = found_in(row)
        for hint in told:
            found[hint.rule] += 1
            right[hint.rule] += is_labelled(hint, row)
        for label in row["labels"]:
            labelled[label["rule"]] += 1
            seen[label["rule"]] += any(_same(hint, label) for hint in told)
        if not row["labels"]:
            clean += 1
            touched += bool(told)
    report = {rule: _figures(right[rule], found[rule], seen[rule], labelled[rule]) for rule in RULES}
    report["all"] = _figures(right.total(), found.total(), seen.total(), labelled.total())
    report["clean replies with a hint"] = {"replies": clean, "share": _share(touched, clean)}
    return report


def _figures(right: int, found: int, seen: int, labelled: int) -> dict[str, Any]:
    return {"labelled": labelled, "precision": _share(right, found), "recall": _share(seen, labelled)}


def _share(yes: int, n: int) -> str:
    if not n:
        return "none"
    low, high = wilson(yes, n)
    return f"{yes / n:.3f} [{low:.3f}–{high:.3f}] of {n}"


def run() -> dict[str, Any]:
    """Both parts by rule, and what a reply costs."""
    report: dict[str, Any] = {}
    for part in PARTS:
        report |= {f"{part}, {rule}": figures for rule, figures in measured(part).items()}
    every = rows()
    begun = time.process_time()
    for row in every:
        found_in(row)
    spent = time.process_time() - begun
    letters = sum(len(row["text"]) for row in every)
    return report | {
        "CPU ms a reply": round(spent * 1000 / len(every), 3),
        "letters a reply": round(letters / len(every)),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
