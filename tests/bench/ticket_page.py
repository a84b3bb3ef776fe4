"""What the page of one ticket costs beside a hundred thousand others, with a short thread and with a long one.

CPU milliseconds of the whole request: session, sign-in, queries, template. Run by `python -m tests.bench.ticket_page`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import database, desk

TICKETS = int(os.environ.get("RAFEEQ_BENCH_TICKETS", "100000"))
LENGTHS = (3, 50, 500)
ROUNDS = 200
ROOT = Path(__file__).resolve().parents[2]


def run() -> dict[str, Any]:
    """The figures, taken by a process with a data folder of its own (kept if RAFEEQ_BENCH_DATA names one)."""
    with tempfile.TemporaryDirectory(prefix="rafeeq-ticket-page-") as folder:
        data = os.environ.get("RAFEEQ_BENCH_DATA") or folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RAFEEQ_")}
        environment |= {"RAFEEQ_DATA": data, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"} | database.empty()
        command = [sys.executable, "-c", "from tests.bench.ticket_page import measure; measure()", *sys.argv[1:]]
        subprocess.run(
            [sys.executable, "-m", "rafeeq.config.command", "prepare"], check=True, cwd=ROOT, env=environment
        )
        desk.fill(environment, TICKETS)
        lines = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True).stdout
    import json

    told: dict[str, Any] = json.loads(lines.splitlines()[-1])
    return told


def measure() -> None:
    """Warm, time; prints JSON as its last line."""
    import json

    import django

    django.setup()
    from rafeeq.sla.actions.counting import known_and_noted
    from rafeeq.sla.actions.following import write
    from rafeeq.sla.queries.clocks import followed
    from tests.bench.threads import long_threads, opened

    told: dict[str, Any] = {}
    numbers = long_threads(LENGTHS)
    write(followed(numbers, known_and_noted()))  # a second after something happened, the follower has come
    for length, number in zip(LENGTHS, numbers, strict=True):
        told[f"{length}_messages"] = opened(number, rounds=ROUNDS)
    print(json.dumps(told))


if __name__ == "__main__":
    for name, figures in run().items():
        print(name, figures)
