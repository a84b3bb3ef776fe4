"""Weeks and holidays of some countries to begin with, from the files in `presets`; all of it can be changed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from rafeeq.lib.working_time import Calendar, Holiday, Version, Week

FOLDER = Path(__file__).resolve().parent.parent / "presets"


@cache
def weeks() -> dict[str, dict[str, Any]]:
    """The weeks by country, as the file tells them: names, zone, hours, source and when that was looked at."""
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "weeks.json").read_text(encoding="utf-8"))
    return found


@cache
def holiday_sets() -> dict[str, dict[str, Any]]:
    """The holidays by country, as the file tells them."""
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "holidays.json").read_text(encoding="utf-8"))
    return found


def holidays(country: str, language: str) -> tuple[Holiday, ...]:
    """The holidays of a country, named in one language."""
    return tuple(
        Holiday(one["name"][language], one["system"], one["month"], one["day"], days=one["days"])
        for one in holiday_sets()[country]["holidays"]
    )


def hours(country: str, zone: str, language: str, *, with_holidays: bool) -> Calendar:
    """A calendar with the week of a country, its Ramadan, and its holidays if wished. Raises `UnknownZone`."""
    told = weeks()[country]
    version = Version(
        Week.from_json(told["week"]),
        ramadan=Week.from_json(told["ramadan"]),
        holidays=holidays(told["holidays"], language) if with_holidays else (),
    )
    return Calendar(zone, (version,))
