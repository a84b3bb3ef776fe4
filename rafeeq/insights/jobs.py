"""What insights do by themselves: the measures follow the timelines."""

from datetime import timedelta

from rafeeq.insights.actions import counting, noticing
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every

ROUNDS = 20  # of events in one go, so that whatever else waits has its turn


@every(timedelta(seconds=2))
@outside_transaction
def count_on() -> None:
    """Bring all facts and counts to where the timelines stand."""
    for _round in range(ROUNDS):
        if counting.count_on() < counting.AT_ONCE:
            return


@every(timedelta(days=1))
@outside_transaction
def notice() -> None:
    """Let the detectors look at the running week and the one before."""
    noticing.notice()
