"""The numbers of docs/algorithms/working-time.md are computed again."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rafeeq.lib.working_time import Calendar, difference, prepare, touches

PAGE = (Path(__file__).parents[4] / "docs/algorithms/working-time.md").read_text(encoding="utf-8")
RIYADH = ZoneInfo("Asia/Riyadh")
FORM = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)


def rows(heading: str) -> list[list[str]]:
    """The table below a line that begins like this."""
    lines = PAGE[PAGE.index(heading) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    table = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=RIYADH)


def said(moment: datetime) -> str:
    return f"{moment.astimezone(RIYADH):%Y-%m-%d %H:%M}"


def test_the_four_kinds_of_days() -> None:
    assert FORM
    ready = prepare(Calendar.from_json(json.loads(FORM[1])))
    table = rows("| question |")
    assert len(table) == 4
    for question, due in table:
        name = question.split("`")[1]
        assert said(getattr(ready, name)(at("2026-01-11 10:00"), 5)) == due


def test_the_worked_example() -> None:
    assert FORM
    plan = Calendar.from_json(json.loads(FORM[1]))
    compiled = rows("| interval |")
    opened = prepare(plan).openings(at("2026-02-15 00:00"), at("2026-02-23 00:00"))
    worked = [(one.end - one.start) / timedelta(hours=1) for one in opened]
    assert compiled == [
        [str(number), said(one.start), said(one.end), f"{worked[number - 1]:g}", f"{sum(worked[:number]):g}"]
        for number, one in enumerate(opened, start=1)
    ]
    announced = plan.month_begins(1447, 9, date(2026, 2, 19))
    steps = [[cell for _, *cell in rows("| | as planned")][number] for number in range(8)]
    for column, calendar in enumerate((plan, announced)):
        assert [step[column] for step in steps] == counted(calendar, at("2026-02-17 15:30"), 10)
    year = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    spans = difference(plan, announced, *year)
    assert [(said(one.start), said(one.end)) for one in spans] == [
        ("2026-02-18 09:00", "2026-02-18 10:00"),
        ("2026-02-18 16:00", "2026-02-18 17:00"),
    ]
    assert touches(spans, at("2026-02-17 15:30"), at("2026-02-19 12:30"))
    assert not touches(spans, at("2026-02-17 15:30"), at("2026-02-18 08:59"))
    assert not touches(spans, at("2026-02-18 17:00"), at("2026-02-22 12:30"))


def counted(calendar: Calendar, start: datetime, hours: int) -> list[str]:
    """The steps of adding, by the page's own words, over the openings since Sunday 15 February."""
    ready = prepare(calendar)
    opened = ready.openings(at("2026-02-15 00:00"), at("2026-02-23 00:00"))
    sums = [sum((one.end - one.start) / timedelta(hours=1) for one in opened[: n + 1]) for n in range(len(opened))]
    holds = max(number for number, one in enumerate(opened) if one.start <= start)
    worked = sums[holds] - (opened[holds].end - start) / timedelta(hours=1)
    goal = worked + hours
    reaches = min(number for number, total in enumerate(sums) if total >= goal)
    beyond = sums[reaches] - goal
    due = opened[reaches].end - timedelta(hours=beyond)
    assert holds == 2
    assert due == ready.add(start, timedelta(hours=hours))
    numbers = [f"{one:g}" for one in (sums[holds], worked, goal, reaches + 1, sums[reaches], beyond)]
    return [said(start), *numbers, said(due)]
