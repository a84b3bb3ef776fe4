"""Where a fact is counted: the cells of each measure, on its day, in each part of the house that it belongs to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rafeeq.insights.rules.facts import MATTER, Kept
from rafeeq.insights.rules.measure import Measure

LOAD = "load"
HOUSE = 0  # the branch under which all branches stand together: who reads the whole house reads one row a day
WIDE = frozenset({"", "tier"})  # dimensions that are read of the whole house on the first screen
NO_DAY = date(1970, 1, 1)  # of what is counted as it stands, whenever it began

# measure, dimension, day, branch, key
Place = tuple[str, str, date, int, str]
Counts = Counter[tuple[Place, str]]


@dataclass(frozen=True, slots=True)
class Where:
    """What a matter belongs to."""

    branch: int
    team: int
    tier: str
    channel: str
    reason: int
    assignee: int

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Each dimension with its key; the empty one is the whole branch."""
        return (
            ("", ""),
            ("team", str(self.team)),
            ("tier", self.tier),
            ("channel", self.channel),
            ("reason", str(self.reason)),
        )


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The day of a moment by the house's clock."""
    return at.astimezone(zone).date()


def count(one: Kept, where: Where, measures: Iterable[Measure], zone: ZoneInfo) -> Counts:
    """Everything that one fact adds."""
    found: Counts = Counter()
    local = one.at.astimezone(zone)
    for measure in measures:
        for cell in measure.cells(one.told):
            # Who still waits is counted by the hour since when: how long that is, is told when somebody asks.
            named = f"w{local.hour:02}" if cell == "w" else cell
            # Working time is each branch's own, so who waits is told apart by branch in the whole house too.
            in_house = f"{named}@{where.branch}" if cell == "w" else named
            for dimension, key in where.parts:
                found[(measure.name, dimension, local.date(), where.branch, key), named] += 1
                if dimension in WIDE:
                    found[(measure.name, dimension, local.date(), HOUSE, key), in_house] += 1
    if one.kind == MATTER and not one.told["end"]:
        place: Place = (LOAD, "person", NO_DAY, where.branch, str(where.assignee))
        found[place, "open"] += 1
        found[place, "waits"] += bool(one.told["waits"])
    return found
