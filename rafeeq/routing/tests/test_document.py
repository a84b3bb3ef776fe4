"""The worked example of docs/algorithms/routing.md is worked out again."""

from datetime import UTC, datetime
from pathlib import Path

from rafeeq.routing.rules.choosing import Candidate, Waiting, distribute

PAGE = (Path(__file__).parents[3] / "docs/algorithms/routing.md").read_text(encoding="utf-8")
PEOPLE = {"Layla": 1, "Saad": 2}
URGENCY = {"normal": 0, "urgent": 2}


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, 29, int(hour), int(minute), tzinfo=UTC)


def test_the_example_goes_as_it_is_told() -> None:
    lines = PAGE[PAGE.index("| matter |") :].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:] if line.startswith("|")][:5]
    matters = [
        Waiting(
            int(number),
            team=1,
            route=1,
            due=at(due),
            warns_at=at(warning),
            weight=int(weight),
            urgency=URGENCY[urgency],
            most=3,
            before=PEOPLE.get(before),
        )
        for number, weight, urgency, warning, due, before, _goes in rows
    ]
    told = {int(row[0]): PEOPLE[row[-1]] for row in rows if row[-1] in PEOPLE}
    here = [
        Candidate(1, frozenset({1}), load=2, turn=at("8:00")),
        Candidate(2, frozenset({1}), load=1, turn=at("8:50")),
    ]
    found = distribute(matters, here, at("9:00"))
    assert {one.number: one.to for one in found} == told
    assert [one.number for one in found] == [12, 13, 14]
