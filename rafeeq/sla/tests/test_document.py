"""The worked example of docs/algorithms/clocks.md, computed again."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rafeeq.lib.working_time import Calendar, Hours, Version, Week, prepare
from rafeeq.sla.rules.clocks import FIRST, SOLUTION, Clock, Happening, Measure, follow
from rafeeq.sla.rules.escalation import level_at, warning_of
from rafeeq.sla.rules.targets import Rule, Target

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "clocks.md"
RIYADH = ZoneInfo("Asia/Riyadh")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
EVENTS: tuple[list[tuple[str, dict[str, Any]]], ...] = (
    [("ticket.opened", {}), ("message.received", {})],
    [("message.sent", {"message": 1}), ("question.asked", {"question": 1})],
    [("message.received", {})],
    [("claim.made", {"claim": 1})],
    [("verdict.given", {"verdict": "no"})],
)


def read(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=RIYADH)


def test_every_due_time_of_the_table_comes_out_again() -> None:
    page = PAGE.read_text(encoding="utf-8").partition("## A worked example")[2]
    rows = [line.split("|")[1:5] for line in page.splitlines() if line.startswith("| 2026")]
    week = Week.same("sun mon tue wed thu", Hours(9 * 3600, 17 * 3600))
    hours = prepare(Calendar("Asia/Riyadh", (Version(week),)))
    start = read(rows[0][0].strip())
    targets = {FIRST: Target(4, "working_hours"), SOLUTION: Target(5, "working_days")}
    rule = Rule(1, 1, {}, targets, start, pause_cap=timedelta(hours=24))
    clocks: list[Clock] = []
    seq = 0
    for (at, _what, first, solution), events in zip(rows, EVENTS, strict=True):
        happenings = []
        for kind, data in events:
            seq += 1
            happenings.append(Happening(seq, kind, "customer", read(at.strip()), data))
        clocks = follow(clocks, happenings, lambda kind, at, data: Measure(rule, 1, hours) if kind in targets else None)
        of_solution = next(one for one in clocks if one.kind == SOLUTION)
        assert of_solution.due_at == read(MOMENT.findall(solution)[0])
        assert (of_solution.pause is not None) == ("stands still" in solution)
        if MOMENT.search(first):
            due = next(one for one in clocks if one.kind == FIRST)
            assert due.due_at == read(MOMENT.findall(first)[0])
            warned, late, above = warning_of(due), due.due_at, level_at(due, 2)
            told = re.findall(r"\d\d:\d\d", page.partition("warned of on")[2])[:3]
            assert [f"{one.astimezone(RIYADH):%H:%M}" for one in (warned, late, above)] == told
        if "in time" in first:
            met = next(one for one in clocks if one.kind == FIRST)
            assert met.stopped_at is not None
            assert not met.is_late(met.stopped_at)
