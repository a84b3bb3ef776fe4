"""Some matters of three weeks ago, counted."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from rafeeq.insights.actions import counting
from tests import make
from tests.cast import Cast


def some_matters(cast: Cast, many: int = 12) -> None:
    """Matters of three weeks ago in both branches, most of them confirmed."""
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        for number in range(many):
            ticket = make.ticket(sender=f"n{number}@example.com", subject=f"سرّ الرياض {number}")
            make.claimed(ticket, cast.noura)
            if number % 4:
                make.judged(ticket, "yes" if number % 3 else "no")
        for number in range(3):
            there = make.ticket(sender=f"j{number}@example.com", subject="سرّ جدة", team=cast.jeddah_desk)
            make.replied(there, cast.fahd)
    while counting.count_on():
        pass
