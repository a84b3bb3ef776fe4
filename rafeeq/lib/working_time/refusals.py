"""What a calendar cannot be, and what cannot be asked of one: each refusal has a code and details for a sentence."""

from typing import ClassVar


class Refused(ValueError):
    """Base of all refusals: `code` names the fault, `details` its values as JSON has them; no sentence for people."""

    code: ClassVar[str] = "refused"

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(f"{self.code}: {details}")


class BadForm(Refused):
    """The JSON is not that of a calendar: `where` (a path such as `versions/0/week/thu`) and `value`."""

    code = "bad-form"


class BadHours(Refused):
    """Hours that do not begin within their day, end before they begin, or last longer than a day: `start`, `end`."""

    code = "bad-hours"


class Overlap(Refused):
    """Two openings overlap: `first` and `second` as ["09:00", "13:00"], with the days on which they begin.

    `first_day` and `second_day` are `mon` to `sun`, or None for the hours that a holiday leaves.
    """

    code = "overlap"


class NeverOpen(Refused):
    """No second would ever be open in the version that applies `since` (None: from ever)."""

    code = "never-open"


class UnknownZone(Refused):
    """The time zone's `zone` is no IANA name that this machine knows."""

    code = "unknown-zone"


class BadDay(Refused):
    """A date that no year has, or a length that is none: `system`, `year`, `month`, `day`, `days`."""

    code = "bad-day"


class FarFromPlanned(Refused):
    """An announcement more than a month away from the plan is a slip: `year`, `planned`, `first`."""

    code = "far-from-planned"


class AnnouncedTwice(Refused):
    """One year has two announcements of the same thing: `name` (a holiday's, or `ramadan`), `year`."""

    code = "announced-twice"


class VersionsOutOfOrder(Refused):
    """The first version applies from ever, each other from a later date than the one before it: `since`, `after`."""

    code = "versions-out-of-order"


class RewritesHistory(Refused):
    """A change that applies from `since`, not after `today`, would change what has already been counted."""

    code = "rewrites-history"


class BeyondRange(Refused):
    """Answering would need days beyond those that the Umm al-Qura tables and we know: `first`, `last`."""

    code = "beyond-range"
