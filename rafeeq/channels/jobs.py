"""What the channels do by themselves."""

from datetime import timedelta

from rafeeq.channels.retention import forget_raw
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(days=1))
@outside_transaction
def forget_old_raw_mail() -> None:
    """Let go of raw mails that are past the time that the settings name."""
    forget_raw()
