"""Working time: microseconds a question, in ratio to looking at every minute, and 10⁶ random cases against that.

Run: python -m tests.bench.working_time
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from rafeeq.lib.working_time import Calendar, Holiday, Hours, Prepared, Version, Week, difference
from rafeeq.lib.working_time.tests import naive

OFFICE = "sun mon tue wed thu"
PLAN = Calendar(
    "Africa/Cairo",
    (
        Version(
            Week.same(OFFICE, Hours(9 * 3600, 13 * 3600), Hours(14 * 3600, 18 * 3600)),
            ramadan=Week.same(OFFICE, Hours(10 * 3600, 16 * 3600)),
            holidays=(
                Holiday("عيد الفطر", "hijri", 10, 1, days=4),
                Holiday("عيد الأضحى", "hijri", 12, 9, days=5),
                Holiday("رأس السنة الهجرية", "hijri", 1, 1),
                Holiday("عيد تحرير سيناء", "gregorian", 4, 25),
                Holiday("عيد العمال", "gregorian", 5, 1),
            ),
        ),
    ),
)
TEN_YEARS = (date(2021, 1, 1), date(2030, 12, 31))


def spent(times: int, ask: Callable[[int], object]) -> float:
    """CPU microseconds a call."""
    begun = time.process_time()
    for number in range(times):
        ask(number)
    return (time.process_time() - begun) / times * 1e6


def run() -> dict[str, Any]:
    """Ten years compiled, each question asked of them, the naive way's cost, and a million cases compared."""

    def compiled(_: int) -> Prepared:
        ready = Prepared(PLAN)
        ready.cover(*TEN_YEARS)
        return ready

    ready, chance = compiled(0), Random(11)
    starts = [
        datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(7 * 365 * 86400)) for _ in range(1000)
    ]
    ends = [start + timedelta(hours=chance.randrange(1, 200)) for start in starts]
    lengths = [timedelta(minutes=chance.randrange(1, 40 * 60)) for _ in starts]
    seconds = [
        (int(one.timestamp()), length // timedelta(seconds=1)) for one, length in zip(starts, lengths, strict=True)
    ]
    questions: dict[str, Callable[[int], object]] = {
        "add": lambda n: ready.add(starts[n % 1000], lengths[n % 1000]),
        "add_seconds": lambda n: ready.add_seconds(*seconds[n % 1000]),
        "subtract": lambda n: ready.subtract(starts[n % 1000], lengths[n % 1000]),
        "between": lambda n: ready.between(starts[n % 1000], ends[n % 1000]),
        "next_open": lambda n: ready.next_open(starts[n % 1000]),
        "is_open": lambda n: ready.is_open(starts[n % 1000]),
        "close_of_working_day": lambda n: ready.close_of_working_day(starts[n % 1000], 5),
    }
    moon = PLAN.month_begins(1447, 10, date(2026, 3, 21))
    span = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    micro = {name: round(spent(100_000, ask), 2) for name, ask in questions.items()}
    slow = {name: round(spent(20, ask), 0) for name, ask in walking(starts, ends, lengths).items()}
    begun = time.process_time()
    agreed = naive.compare(seed=7, calendars=1_000, cases=1_000)
    return {
        "compile ten years (ms)": round(spent(10, compiled) / 1000, 1),
        "what an announcement changes (ms)": round(spent(10, lambda _: difference(PLAN, moon, *span)) / 1000, 2),
        "question (µs)": micro,
        "minute by minute (µs)": slow,
        "ratio": {name: round(cost / micro[name]) for name, cost in slow.items()},
        "random cases that agreed": agreed,
        "CPU seconds for them": round(time.process_time() - begun, 1),
    }


def walking(
    starts: list[datetime], ends: list[datetime], lengths: list[timedelta]
) -> dict[str, Callable[[int], object]]:
    """The same asked of a program that looks at every minute until it knows."""
    form = PLAN.to_json()

    def add(number: int) -> int:
        start, goal = starts[number], lengths[number] // timedelta(seconds=1)
        days = 4 + goal // (3600 * 4)
        while True:
            window = naive.Naive(form, start.date(), days)
            before = window.worked(int(start.timestamp()))
            if window.total >= before + goal:
                return window.reached(before + goal)
            days *= 2

    def between(number: int) -> int:
        start, end = starts[number], ends[number]
        window = naive.Naive(form, start.date(), (end.date() - start.date()).days + 1)
        return window.worked(int(end.timestamp())) - window.worked(int(start.timestamp()))

    return {"add": add, "between": between}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
