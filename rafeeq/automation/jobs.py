"""What runs by itself: rules follow the timeline, and act when their moment has come."""

from datetime import timedelta

from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(seconds=2))
@outside_transaction
def follow_rules() -> None:
    """Note what rules shall look at, and let them act."""
    from rafeeq.automation.actions import acting, following

    while following.follow() == following.AT_ONCE:
        pass
    while acting.act_due() == acting.AT_ONCE:
        pass
