"""What runs by itself: following up silence, and sealing the timeline."""

from datetime import timedelta

from rafeeq.flows.resolve import follow_silence
from rafeeq.system.periodic import every
from rafeeq.tickets.actions.checkpoints import seal


@every(timedelta(minutes=5))
def follow_up_silence() -> None:
    """Remind customers who have not answered, and call a long silence what it is."""
    while follow_silence():
        pass


@every(timedelta(minutes=15))
def seal_timeline() -> None:
    """Seal what happened since the last checkpoint."""
    while seal() is not None:
        pass
