"""What the inbox does by itself: telling colleagues, and sweeping files that were never sent."""

from datetime import timedelta

from rafeeq.inbox.actions import notices, uploads
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(seconds=5))
@outside_transaction
def make_notices() -> None:
    """Tell people what concerns them."""
    notices.make_notices()


@every(timedelta(minutes=1))
@outside_transaction
def mail_notices() -> None:
    """Mail what people have not read, as they have chosen."""
    notices.mail_notices()


@every(timedelta(hours=6))
@outside_transaction
def sweep_uploads() -> None:
    """Remove files that have waited too long for their message."""
    while uploads.sweep():
        pass
