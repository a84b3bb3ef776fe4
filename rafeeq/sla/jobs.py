"""What time does by itself: its clocks follow the timelines, and are looked after when their moment has come."""

from datetime import timedelta

from django.utils import timezone

from rafeeq.sla.actions import escalating, following, recomputing
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(seconds=1))
@outside_transaction
def follow_timelines() -> None:
    """Bring all clocks to where the timelines stand."""
    while following.follow_timelines() == following.AT_ONCE:
        pass


@every(timedelta(seconds=5))
@outside_transaction
def look_after_clocks() -> None:
    """Warn, note what is late and tell the next level, as far as that has come due."""
    now = timezone.now()
    while escalating.look_after_clocks(now) == escalating.AT_ONCE:
        pass


@every(timedelta(seconds=2))
@outside_transaction
def recompute_clocks() -> None:
    """After a calendar has changed, count the clocks that run over the difference anew."""
    while recomputing.recompute_clocks():
        pass
