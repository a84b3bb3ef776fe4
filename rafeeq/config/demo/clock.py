"""The hours of the demo's company: when customers write, when it is open, and how long things take."""

import math
import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Riyadh")
OPENS, CLOSES = 8, 22
FRIDAY = 4  # open from the afternoon
FRIDAY_OPENS = 16
# How many customers write in each hour of the day.
_HOURS = (2, 1, 1, 1, 1, 2, 4, 6, 9, 12, 13, 12, 10, 9, 10, 11, 12, 12, 11, 11, 12, 10, 7, 4)


def arrivals(count: int, *, until: datetime, days: int, chance: random.Random) -> list[datetime]:
    """So many moments over the days before `until`, as customers write: little at night, less on Fridays."""
    first = until.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)
    found: list[datetime] = []
    while len(found) < count:
        day = first + timedelta(days=chance.randrange(days + 1))
        if day.weekday() == FRIDAY and chance.random() < 0.5:
            continue
        hour = chance.choices(range(24), _HOURS)[0]
        at = day + timedelta(hours=hour, seconds=chance.randrange(3600))
        if at < until:
            found.append(at)
    return sorted(found)


def working(at: datetime) -> datetime:
    """This moment if the company is open then, else the moment it opens next."""
    local = at.astimezone(ZONE)
    opens = FRIDAY_OPENS if local.weekday() == FRIDAY else OPENS
    if local.hour >= CLOSES:
        return working((local + timedelta(days=1)).replace(hour=0, minute=0))
    return local if local.hour >= opens else local.replace(hour=opens, minute=local.minute % 40)


def after(at: datetime, *, median: timedelta, chance: random.Random, spread: float = 0.9) -> datetime:
    """A moment later, log-normally: half of all within `median`, and a long tail."""
    return at + median * math.exp(chance.gauss(0, spread))
