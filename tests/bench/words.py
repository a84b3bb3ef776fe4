"""The analyser of Arabic on development texts: speed, the forms of a word, dialects, Latin letters.

Run with RAFEEQ_EVAL_DATA set: make bench ARGS=words
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rafeeq.lib.arabic.arabizi import skeleton, spelled
from rafeeq.lib.arabic.dialects import hint, standard
from rafeeq.lib.arabic.folding import fold, folded
from rafeeq.lib.arabic.words import asked_words, words_in, words_of

# Stored: how people ask for it, and what its relatives look like, so that whoever else is found is found wrongly.
PROBE = {
    "الفاتورة": (
        "الفاتورة فاتورة الفاتوره فاتوره والفاتورة بالفاتورة الفاتُورة ٱلفاتورة الفـاتورة فواتير",
        "فاتور|فواتير",
    ),
    "إلغاء": ("إلغاء إلغا الغاء ألغاء الإلغاء وإلغاء إِلغَاء", "لغا|لغي|لغو"),
    "مسؤول": ("مسؤول مسئول مسوول المسؤول والمسؤول مَسؤول", "مسوول|مسيول"),
    "مُحَمَّد": ("مُحَمَّد محمد مُحمد لمحمد", "محمد"),
}
PLANTED = 40
PAIRS = Path(__file__).parents[2] / "rafeeq/lib/tests/arabizi.tsv"


def run() -> dict[str, Any]:
    """All figures."""
    folder = Path(os.environ["RAFEEQ_EVAL_DATA"]) / "arabic"
    folder = folder if folder.exists() else Path(os.environ["RAFEEQ_EVAL_DATA"])
    bank = {name: _texts(folder / f"arbanking77/{name}.jsonl") for name in (
        "train_msa_pal", "val_msa_pal", "dev_saudi", "dev_moroccan", "dev_tunisian"
    )}  # fmt: skip
    wiki = _texts(folder / "arcd/passages.jsonl")
    return {
        "fold, µs for 1,000 letters": {
            "messages": _speed(fold, bank["train_msa_pal"]),
            "encyclopedia": _speed(fold, wiki),
        },
        "the same with places": {
            "messages": _speed(folded, bank["train_msa_pal"]),
            "encyclopedia": _speed(folded, wiki),
        },
        "standard, µs for ten words": _each(standard, bank["dev_moroccan"]),
        **_forms([*bank["train_msa_pal"], *wiki]),
        "encyclopedia words that standard() changes, of 1,000": _changed(wiki),
        "dialect hints": {name: _hints(texts) for name, texts in bank.items() if name != "train_msa_pal"},
        **_arabizi(),
    }


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def _speed(function: Callable[[str], object], texts: list[str]) -> float:
    whole = " ".join(texts)[:200_000]
    pieces = [whole[at : at + 1000] for at in range(0, len(whole), 1000)]
    return round(_took(function, pieces) / len(pieces), 1)


def _each(function: Callable[[str], object], texts: list[str]) -> float:
    asked = [" ".join(text.split()[:10]) for text in texts if len(text.split()) >= 10]
    return round(_took(function, asked) / len(asked), 1)


def _took(function: Callable[[str], object], texts: list[str]) -> float:
    """The least of five rounds, in microseconds of CPU."""
    rounds = []
    for _round in range(5):
        begun = time.process_time()
        for text in texts:
            function(text)
        rounds.append((time.process_time() - begun) * 1e6)
    return min(rounds)


def _forms(texts: list[str]) -> dict[str, Any]:
    right, most_false = 0, 0.0
    kept = [(text, words_of(text)) for text in texts]
    for stored, (asked, family) in PROBE.items():
        others = [words for text, words in kept if not re.search(family, fold(text))]
        for word in asked.split():
            forms = set(asked_words(word)[0])
            found = not forms.isdisjoint(words_of(stored))
            false = sum(not forms.isdisjoint(words) for words in others)
            right += found
            most_false = max(most_false, 100 * false / (false + PLANTED * found or 1))
    count = sum(len(asked.split()) for asked, _family in PROBE.values())
    return {
        f"query forms that find what is stored, of {count}": right,
        f"most false hits of one, %, beside {PLANTED} right ones": most_false,
    }


def _changed(texts: list[str]) -> float:
    counted = [(words_in(text), standard(text).split()) for text in texts]
    changed = sum((Counter(before) - Counter(after)).total() for before, after in counted)
    return round(1000 * changed / sum(len(before) for before, _after in counted), 2)


def _hints(texts: list[str]) -> str:
    told = Counter(hint(text) or "undecided" for text in texts)
    return " ".join(f"{name} {round(100 * count / len(texts))} %" for name, count in told.most_common(4))


def _arabizi() -> dict[str, Any]:
    pairs = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines() if line]
    report = {}
    for name, of in (("all", pairs), ("fresh", [pair for pair in pairs if pair[0] == "fresh"])):
        exact = sum(fold(spelled(f"3ayez {typed}") or "").split()[1:] == [fold(meant)] for _of, typed, meant in of)
        alike = sum(skeleton(typed) == skeleton(meant) for _of, typed, meant in of)
        report[f"Arabizi, {name}"] = {
            "pairs": len(of),
            "exact %": round(100 * exact / len(of)),
            "skeleton %": round(100 * alike / len(of)),
        }
    return report
