"""What time does by itself: its clocks follow the timelines."""

from datetime import timedelta

from rafeeq.sla.actions import following
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(seconds=1))
@outside_transaction
def follow_timelines() -> None:
    """Bring all clocks to where the timelines stand."""
    while following.follow_timelines() == following.AT_ONCE:
        pass
