"""Measure quote stripping on the development replies: ``RAFEEQ_EVAL_DATA=… python -m tests.bench.quotes``."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from rafeeq.channels.email.quotes import split_text


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _outcome(got: str, expect: dict[str, Any]) -> str:
    """Return "exact", "short" (words of the sender were cut) or "long" (too much was kept)."""
    got = _tidy(got)
    if "contains" in expect:
        return "exact" if all(part in got for part in expect["contains"]) else "short"
    wanted = [_tidy(text) for text in (expect["exact"], *expect.get("accept", ()))]
    if got in wanted:
        return "exact"
    missing = Counter(min(wanted, key=len).split()) - Counter(got.split())
    return "short" if missing else "long"


def run() -> dict[str, Any]:
    """Return for each source how many replies came out exact, of how many, and the names of the others."""
    folder = Path(os.environ["RAFEEQ_EVAL_DATA"]) / "mail"
    rows = [json.loads(line) for line in (folder / "replies.jsonl").read_text(encoding="utf-8").splitlines()]
    report: dict[str, Any] = {}
    for row in rows:
        text = (folder / row["file"]).read_bytes().decode("utf-8", "replace")
        outcome = _outcome(split_text(text).new, row["expect"])
        source = report.setdefault(row["source"], {"of": 0, "exact": 0, "short": [], "long": []})
        source["of"] += 1
        if outcome == "exact":
            source["exact"] += 1
        else:
            source[outcome].append(row["id"].rpartition("/")[2])
    for source in report.values():
        source["share"] = round(source["exact"] / source["of"], 3)
        source["wrong_cuts"] = len(source["short"])
    return report


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
