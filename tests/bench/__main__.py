"""The benchmarks together: prints a table and writes JSON to var/bench/. Run by `make bench`.

Development data is read from RAFEEQ_EVAL_DATA; what needs it is left out, and named, where it is not set. Names on the
command line choose single benchmarks: `make bench ARGS="mail_in quotes"`. RAFEEQ_BENCH_DATABASE=postgresql measures
`list`, `ticket_page`, `reply`, `api_create` and the labelled questions of `answers` on PostgreSQL instead of SQLite.
"""

import importlib
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BENCHES = {
    "mail_in": "500 Arabic mails in, one after the other, and what became of them",
    "arabic": "what Arabic texts are about: contact reasons in five dialects, sentiment, offence; typing noises",
    "mime": "decoding mails, beside other parsers",
    "clocks": "starting and recounting the clocks of 100,000 open tickets after an announced holiday, beside 10,000",
    "list": "the list of open tickets, by the size of the desk",
    "answers": "answers out of articles: passages found, how fast at 50,000, the labelled set",
    "board": "the board of a supervisor and of a manager, by the size of the desk",
    "words": "the analyser of Arabic: speed, forms of a word, dialects, Latin letters",
    "quotes": "telling the new part of a reply from its quotation",
    "questions": "the questions of a message, and those that a draft leaves unanswered",
    "courtesy": "what a customer may take badly in a reply: precision and recall of each rule",
    "dated_words": "finding the dated words of a draft",
    "routing": "matters without owner that find their person, a second of one core",
    "reply": "an agent's reply, at two sizes of desk",
    "api_create": "tickets opened by the API, eight at once",
    "kills": "kill -9 while mails come in and go out",
    "live": "from a commit to a hundred open pages, and two thousand idle ones",
    "memory": "idle memory of everything that `make run` starts, and how soon a killed part is back",
    "search": "searching 100,000 tickets, and suggestions as one types over up to a million messages",
    "ticket_page": "the page of one ticket beside 100,000 others, with short and long threads",
    "working_time": "questions to a calendar of ten years, beside looking at every minute; a million cases compared",
    "first_page": "from a clone to a served page",
}
NEEDS_DATA = {"answers", "arabic", "mime", "quotes", "words"}


def calibration() -> float:
    """CPU milliseconds of a fixed piece of Python: a measure of the machine, to compare runs by."""
    begun = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number % 7
    return round((time.process_time() - begun) * 1000, 1)


def main(chosen: list[str]) -> int:
    """Run the chosen benchmarks, or all of them."""
    unknown = [name for name in chosen if name not in BENCHES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
        return 2
    report: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
        "calibration_ms": calibration(),
    }
    print(f"calibration loop: {report['calibration_ms']} ms CPU")
    for name in chosen or BENCHES:
        print(f"\n## {name}: {BENCHES[name]}", flush=True)
        if name in NEEDS_DATA and not os.environ.get("RAFEEQ_EVAL_DATA"):
            print("left out: RAFEEQ_EVAL_DATA is not set")
            continue
        report[name] = importlib.import_module(f"tests.bench.{name}").run()
        print("\n".join(lines(report[name])), flush=True)
    folder = Path("var/bench")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nwritten to {path}")
    return 0


def lines(result: dict[str, Any]) -> list[str]:
    """A result as a table: one row a group of figures, one line a single figure."""
    rows = []
    for name, value in result.items():
        if isinstance(value, dict):
            figures = ", ".join(f"{key} {one}" for key, one in value.items() if not isinstance(one, (list, dict)))
            inner = [
                f"{key} {_pair(one)}"
                for group in value.values()
                if isinstance(group, dict)
                for key, one in group.items()
            ]
            rows.append(f"| {name} | {', '.join(part for part in (figures, *inner) if part)} |")
        else:
            rows.append(f"| {name} | {value} |")
    return rows


def _pair(value: Any) -> str:
    return f"{value[0]}/{value[1]}" if isinstance(value, (list, tuple)) and len(value) == 2 else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
