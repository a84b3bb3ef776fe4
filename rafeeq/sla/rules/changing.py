"""What a time rule may become: what can never be met is refused, and a regulator's clock is only ever tightened."""

from collections.abc import Mapping
from datetime import timedelta

from rafeeq.sla.rules.targets import FITS, Rule, Target

FEWEST_PERCENT, MOST_PERCENT = 10, 95
LONGEST_CAP = timedelta(days=60)


class Refused(ValueError):
    """A rule that cannot be: `code` says why, `field` where."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


def check(targets: Mapping[str, Target], *, pause_cap: timedelta | None, warn_at_percent: int) -> None:
    """Raises Refused for a rule that says nothing, or nothing that can be kept to."""
    if not targets:
        raise Refused("no_target")
    if not FEWEST_PERCENT <= warn_at_percent <= MOST_PERCENT:
        raise Refused("percent", "warn_at_percent")
    if pause_cap is None or not timedelta(0) <= pause_cap <= LONGEST_CAP:
        raise Refused("cap", "pause_cap_hours")


def check_tightened(old: Rule, new: Rule) -> None:
    """Raises Refused where a regulator's clock would become longer, wait longer, or hold for fewer matters."""
    for clock, target in old.targets.items():
        given = new.targets.get(clock)
        if given is None or given.unit != target.unit or given.amount > target.amount:
            raise Refused("loosened", clock)
    if old.pause_cap is not None and (new.pause_cap is None or new.pause_cap > old.pause_cap):
        raise Refused("loosened", "pause_cap_hours")
    for name in FITS:
        before, after = set(old.fits.get(name) or ()), set(new.fits.get(name) or ())
        if after and (not before or not before <= after):
            raise Refused("narrowed", name)
