"""Working time once more, slowly: every minute of a window is looked at, and nothing is shared with what it checks.

It reads the JSON of a calendar whose times are whole minutes, and looks at the clocks of the zone minute by minute.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hijridate import Hijri

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def planned(holiday: dict[str, Any], year: int) -> date:
    month, day = holiday["month"], holiday["day"]
    first = Hijri(year, month, 1).to_gregorian() if holiday["system"] == "hijri" else date(year, month, 1)
    return date(first.year, first.month, first.day) + int(day - 1) * ONE_DAY


def lies_on(holiday: dict[str, Any], day: date) -> bool:
    around = day.year if holiday["system"] == "gregorian" else round((day.year - 622) * 33 / 32)
    for year in range(around - 3, around + 4):
        if holiday["year"] not in (None, year):
            continue
        first, days = planned(holiday, year), holiday["days"]
        for said in holiday["announced"]:
            if said["year"] == year:
                first = date.fromisoformat(said["first"])
                days = holiday["days"] if said["days"] is None else said["days"]
        if first <= day < first + days * ONE_DAY:
            return True
    return False


def in_ramadan(version: dict[str, Any], day: date) -> bool:
    around = round((day.year - 622) * 33 / 32)
    for year in range(around - 2, around + 3):
        first, ends = (planned({"system": "hijri", "month": month, "day": 1}, year) for month in (9, 10))
        for said in version["ramadans"]:
            if said["year"] == year:
                first = date.fromisoformat(said["first"]) if said["first"] else first
                ends = date.fromisoformat(said["ends"]) if said["ends"] else ends
        if first <= day < ends:
            return True
    return False


def minutes_of(calendar: dict[str, Any], day: date) -> bytearray:
    """For each of the 2,880 minutes from the day's midnight: whether the hours that begin on this day hold."""
    version = [one for one in calendar["versions"] if not one["since"] or date.fromisoformat(one["since"]) <= day][-1]
    week = version["ramadan"] if version["ramadan"] and in_ramadan(version, day) else version["week"]
    flags = bytearray(2880)
    for start, end in week.get(NAMES[day.weekday()], ()):
        for minute in range(minutes(start), minutes(end)):
            flags[minute] = 1
    for holiday in version["holidays"]:
        if lies_on(holiday, day):
            kept = bytearray(2880)
            for start, end in holiday["hours"]:
                for minute in range(minutes(start), minutes(end)):
                    kept[minute] = flags[minute]
            flags = kept
    return flags


class Naive:
    """The minutes of a window of days, counted one by one. Instants are seconds since 1970 UTC."""

    def __init__(self, calendar: dict[str, Any], first: date, days: int) -> None:
        zone = ZoneInfo(calendar["zone"])
        epoch = date(1970, 1, 1)
        flags = {
            (first + n * ONE_DAY - epoch).days: minutes_of(calendar, first + n * ONE_DAY) for n in range(-3, days + 2)
        }
        self.start = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp())
        self.end = self.start + days * 86400
        self.flags = bytearray()
        self.before: list[int] = []  # open minutes before each minute
        self.open: list[int] = []  # the numbers of the open minutes
        self.closes: dict[int, int] = {}
        latest = 0
        for minute in range((self.start - 86400) // 60, self.end // 60):
            if minute % 15 == 0:  # no zone changes its clocks but at a quarter of an hour
                shown = datetime.fromtimestamp(minute * 60, zone).utcoffset()
                assert shown is not None
                offset = int(shown.total_seconds()) // 60
            # A clock that is turned back has shown these minutes before; they begin and end nothing again.
            latest = max(latest, minute + offset)
            day, of_day = divmod(latest, 1440)
            owners = [owner for owner, at in ((day - 1, of_day + 1440), (day, of_day)) if flags[owner][at]]
            for owner in owners:
                self.closes[owner] = minute * 60 + 60
            if minute * 60 >= self.start:
                self.before.append(len(self.open))
                if owners:
                    self.open.append(len(self.flags))
                self.flags.append(bool(owners))

    def worked(self, at: int) -> int:
        minute, second = divmod(at - self.start, 60)
        return self.before[minute] * 60 + second * self.flags[minute]

    def reached(self, worked: int) -> int:
        """The end of the second that makes it so much."""
        whole, second = divmod(worked - 1, 60)
        return self.start + self.open[whole] * 60 + second + 1

    def left(self, worked: int) -> int:
        """The beginning of the second that makes it more."""
        whole, second = divmod(worked, 60)
        return self.start + self.open[whole] * 60 + second

    def is_open(self, at: int) -> bool:
        return bool(self.flags[(at - self.start) // 60])

    @property
    def total(self) -> int:
        return len(self.open) * 60


QUIET = ("Asia/Riyadh", "Asia/Dubai", "Asia/Amman", "Africa/Tunis", "Asia/Kathmandu")
# Around these days clocks, hours or months change; and where the clocks do.
INTERESTING = {
    date(2026, 2, 15): ("Africa/Casablanca",), date(2026, 3, 22): ("Africa/Casablanca", "Asia/Riyadh"),
    date(2027, 2, 7): ("Africa/Casablanca", "Asia/Riyadh"), date(2027, 3, 14): ("Africa/Casablanca", "Asia/Riyadh"),
    date(2026, 4, 24): ("Africa/Cairo",), date(2026, 10, 29): ("Africa/Cairo",), date(2026, 10, 25): ("Asia/Beirut",),
    date(2026, 3, 29): ("Asia/Beirut", "Europe/London"), date(2031, 4, 6): ("Australia/Lord_Howe",),
    date(2026, 10, 4): ("Australia/Lord_Howe",), date(2026, 2, 18): QUIET, date(2026, 3, 20): QUIET,
    date(2026, 5, 27): QUIET, date(2030, 1, 5): QUIET, date(2030, 12, 26): QUIET, date(2028, 2, 29): QUIET,
    date(2029, 7, 2): QUIET,
}  # fmt: skip


def written(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def random_week(chance: Random) -> dict[str, list[list[str]]]:
    """Some days open: whole days, one or two openings, or past midnight where the next day leaves room."""
    week: dict[str, list[list[str]]] = {}
    if chance.random() < 0.04:
        return {name: [["00:00", "24:00"]] for name in NAMES}
    opens = chance.sample(NAMES, chance.choice((1, 4, 5, 5, 6, 7)))
    for name in opens:
        a, b, c, d = sorted(chance.sample(range(6 * 60, 24 * 60 + 1), 4))
        week[name] = chance.choice(
            ([[written(a), written(d)]], [[written(a), written(b)], [written(c), written(d)]], [["09:00", "17:00"]])
        )
        if chance.random() < 0.3:
            week[name] = [[written(18 * 60 + chance.randrange(360)), written(24 * 60 + chance.randrange(1, 360))]]
    if chance.random() < 0.3:  # hours of the night, when clocks are moved
        edges = sorted(chance.sample(range(0, 12), 4))
        night = [[written(one * 15) for one in edges[:2]], [written(one * 15) for one in edges[2:]]]
        week = {name: [*night, *([["09:00", "23:30"]] if name in opens else [])] for name in NAMES}
    return week


def random_holiday(chance: Random, near: date) -> dict[str, Any]:
    day = near + chance.randrange(-3, 3) * ONE_DAY
    holiday: dict[str, Any] = {"name": "x", "days": chance.choice((1, 1, 2, 4)), "hours": [], "announced": []}
    if chance.random() < 0.5:
        month, of_month = chance.choice(((9, 30), (10, 1), (9, 1), (12, 9), (1, 1)))
        year = chance.choice((1447, 1448, 1449, 1451, 1452))
        holiday |= {"system": "hijri", "month": month, "day": of_month, "year": chance.choice((None, year))}
    else:
        year = day.year
        holiday |= {"system": "gregorian", "month": day.month, "day": day.day, "year": chance.choice((None, year))}
    if chance.random() < 0.3:
        holiday["hours"] = [["10:00", "13:30"]]
    if chance.random() < 0.5:
        first = planned(holiday, year) + chance.choice((-1, 1, 1)) * ONE_DAY
        days = chance.choice((None, None, 0, 3))
        holiday["announced"] = [{"year": year, "first": first.isoformat(), "days": days}]
    return holiday


def random_calendar(chance: Random, near: date) -> dict[str, Any]:
    """The JSON of a calendar in which something happens near a day."""
    versions: list[dict[str, Any]] = []
    for number in range(chance.choice((1, 1, 2))):
        since = (near + chance.randrange(-2, 3) * ONE_DAY).isoformat() if number else None
        ramadans = []
        for year in (1447, 1448, 1451, 1452):
            if chance.random() < 0.5:
                starts = [planned({"system": "hijri", "month": month, "day": 1}, year) for month in (9, 10)]
                said = [chance.choice((None, (one + chance.choice((-1, 1)) * ONE_DAY).isoformat())) for one in starts]
                ramadans.append({"year": year, "first": said[0], "ends": said[1]})
        versions.append(
            {
                "since": since,
                "week": random_week(chance),
                "ramadan": chance.choice((None, random_week(chance))),
                "holidays": [random_holiday(chance, near) for _ in range(chance.randrange(4))],
                "ramadans": ramadans,
            }
        )
    return {"zone": chance.choice(INTERESTING[near]), "versions": versions}


def compare(seed: int, calendars: int, cases: int) -> int:
    """Ask both about random calendars and moments; returns how many cases agreed, fails on the first that does not."""
    from rafeeq.lib.working_time import Calendar, NeverOpen, Prepared

    chance, done = Random(seed), 0
    while done < calendars * cases:
        near = chance.choice(list(INTERESTING))
        form = random_calendar(chance, near)
        try:
            ready = Prepared(Calendar.from_json(form))
        except NeverOpen:
            continue
        first = near - 3 * ONE_DAY
        slow = Naive(form, first, 7)
        if slow.total < 3600:
            continue
        # No more than what is asked about, so that the edges of what is compiled are asked about too.
        ready.cover(first - chance.choice((0, 1)) * ONE_DAY, near + 4 * ONE_DAY)
        for _ in range(cases):
            one_case(chance, slow, ready, form)
        days_agree(chance, slow, ready, form)
        done += cases
    return done


def one_case(chance: Random, slow: Naive, ready: Any, form: dict[str, Any]) -> None:
    """One moment and one length of work, in every question that seconds answer."""
    at, until = (slow.start + int(chance.random() * (slow.end - slow.start)) for _ in "ab")
    if chance.random() < 0.1:  # exactly when something closes
        at = min(max(slow.start, chance.choice(list(slow.closes.values()))), slow.end - 1)
    worked = slow.worked(at)
    assert ready.seconds_between(at, until) == slow.worked(until) - worked, (form, at, until)
    moment = datetime.fromtimestamp(at, UTC)
    opened = ready.is_open(moment)
    assert opened == slow.is_open(at), (form, at)
    if remains := slow.total - worked:
        length = 1 + int(chance.random() * remains)
        due = ready.add_seconds(at, length)
        assert due == slow.reached(worked + length), (form, at, length)
        assert ready.seconds_between(at, due) == length
        opens = ready.next_open(moment)
        assert opens == (moment if opened else datetime.fromtimestamp(slow.left(worked), UTC)), (form, at)
    if worked:
        length = 1 + int(chance.random() * worked)
        assert ready.subtract_seconds(at, length) == slow.left(worked - length), (form, at, length)


def days_agree(chance: Random, slow: Naive, ready: Any, form: dict[str, Any]) -> None:
    """The closes of working days, for some moments."""
    zone = ZoneInfo(form["zone"])
    for _ in range(5):
        at = datetime.fromtimestamp(slow.start + chance.randrange(slow.end - slow.start), UTC)
        today = (at.astimezone(zone).date() - date(1970, 1, 1)).days
        # A day does not end before the day before it, also where shorter hours begin during longer ones of yesterday.
        closes = zip(
            sorted(slow.closes), accumulate((slow.closes[day] for day in sorted(slow.closes)), max), strict=True
        )
        later = [close for day, close in closes if day > today]
        # The last day of the window may go on beyond it.
        for number, close in enumerate(later[:-2], start=1):
            assert int(ready.close_of_working_day(at, number).timestamp()) == close, (form, at, number)
