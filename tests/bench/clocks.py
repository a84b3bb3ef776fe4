"""Clocks of 10,000 and of 100,000 open tickets: started from their timelines, and counted anew after an announcement.

CPU seconds, tickets a second, and the cost of the larger desk in ratio to the smaller. Each size lives in a process and
a folder of its own. Run by `python -m tests.bench.clocks`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench import database

SIZES = [int(size) for size in os.environ.get("RAFEEQ_BENCH_SIZES", "10000,100000").split(",")]
ROOT = Path(__file__).resolve().parents[2]
MOST = 11.0  # times the smaller desk's cost, for ten times the tickets


def run() -> dict[str, Any]:
    """Measure every size; the last lines compare the largest with the smallest."""
    report: dict[str, Any] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="rafeeq-clocks-") as folder:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("RAFEEQ_")}
            environment |= {"RAFEEQ_DATA": folder, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
            environment |= database.empty()
            prepare = [sys.executable, "-m", "rafeeq.config.command", "prepare"]
            subprocess.run(prepare, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            command = [sys.executable, "-m", "tests.bench.clocks", str(size)]
            done = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
            report[f"{size} tickets"] = json.loads(done.stdout.splitlines()[-1])
    first, last = report[f"{SIZES[0]} tickets"], report[f"{SIZES[-1]} tickets"]
    for name in ("start_s", "recount_s"):
        growth = round(last[name] / first[name], 2)
        report[f"growth of {name}"] = growth
        if growth > MOST * SIZES[-1] / SIZES[0] / 10:
            raise AssertionError(f"{name} grows {growth} times")
    return report


def measure(size: int) -> dict[str, Any]:
    """Fill the desk, let the follower start every clock, announce a holiday, and count anew."""
    import django

    django.setup()
    from rafeeq.lib.working_time import Calendar as Hours
    from rafeeq.lib.working_time import Holiday, Version
    from rafeeq.sla.actions.following import follow_timelines
    from rafeeq.sla.actions.recomputing import recompute_clocks
    from rafeeq.sla.models import Clock, TimeRule
    from rafeeq.staff.models import Calendar

    now = datetime.now(UTC)
    _fill(size, now)
    TimeRule.objects.update(applies_from=now - timedelta(days=30))
    begun = time.process_time()
    while follow_timelines():
        pass
    started = time.process_time() - begun
    clocks = Clock.objects.count()

    row = Calendar.objects.get()
    hours = Hours.from_json(row.spelled)
    days = [(now + timedelta(days=ahead)).date() for ahead in range(5)]
    holidays = tuple(Holiday("Eid", "gregorian", one.month, one.day, year=one.year) for one in days)
    row.spelled = Hours(hours.zone, (Version(hours.versions[0].week, holidays=holidays),)).to_json()
    row.version += 1
    row.save()
    before = dict(Clock.objects.values_list("pk", "due_at"))
    begun = time.process_time()
    while recompute_clocks():
        pass
    recounted = time.process_time() - begun
    moved = sum(before[pk] != due for pk, due in Clock.objects.values_list("pk", "due_at"))
    return {
        "clocks": clocks,
        "start_s": round(started, 2),
        "started_tickets_a_second": round(size / started),
        "recount_s": round(recounted, 2),
        "recounted_tickets_a_second": round(size / recounted),
        "moved": moved,
    }


def _fill(size: int, now: datetime) -> None:
    """Open tickets of the last two days, each with its opening and its customer's first message."""
    from django.db import connection, transaction

    from rafeeq.customers.models import Customer
    from rafeeq.staff.queries import default_team
    from rafeeq.tickets.models import Event, Ticket
    from tests.bench.load import _at, _insert

    team = default_team()
    customer = Customer.objects.create(name="سارة المطيري")

    def at(number: int) -> Any:
        return _at(now - timedelta(seconds=number % 172_800))

    with transaction.atomic():
        _insert(
            Ticket,
            "number kind status outcome priority channel customer_id branch_id team_id created_at updated_at "
            "event_count",
            (
                (n, "inquiry", "new", "open", "normal", "email", customer.pk, team.branch_id, team.pk, at(n), at(n), 2)
                for n in range(1, size + 1)
            ),
        )
        _insert(
            Event,
            "ticket_id seq kind actor at data hash",
            (
                (n, seq, kind, "customer", at(n), "{}" if seq == 1 else f'{{"message": {n}}}', "")
                for n in range(1, size + 1)
                for seq, kind in ((1, "ticket.opened"), (2, "message.received"))
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        print(json.dumps(run(), indent=1))
