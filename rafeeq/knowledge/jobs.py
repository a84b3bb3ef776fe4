"""What runs by itself: seeing which reasons keep coming without a procedure."""

from datetime import timedelta

from rafeeq.knowledge.actions.unwritten import find_unwritten
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(hours=6))
@outside_transaction
def see_what_is_unwritten() -> None:
    """Make tasks of the reasons that recur."""
    find_unwritten()
