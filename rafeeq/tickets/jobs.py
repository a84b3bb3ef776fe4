"""What the record does by itself."""

from datetime import timedelta

from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every
from rafeeq.tickets.actions import asked_inside
from rafeeq.tickets.actions.snoozes import wake_due
from rafeeq.tickets.actions.words import renew_words, take_down_words


@every(timedelta(seconds=20))
@outside_transaction  # each chunk is a transaction of its own
def index_words() -> None:
    """Take down the words of what has come in, so that it is found."""
    renew_words()
    while take_down_words():
        pass


@every(timedelta(minutes=1))
@outside_transaction
def wake_snoozed() -> None:
    """Bring back what was put off until now."""
    while wake_due():
        pass


@every(timedelta(minutes=5))
@outside_transaction
def follow_referrals() -> None:
    """Note for which referrals the day has come to ask again."""
    while asked_inside.remind_due() == asked_inside.AT_ONCE:
        pass
