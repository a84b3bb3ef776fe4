"""A month of work, played moment by moment under a clock of its own."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction
from django.utils import timezone

from rafeeq.config.demo.clock import arrivals
from rafeeq.config.demo.company import build
from rafeeq.config.demo.crowd import crowd
from rafeeq.config.demo.desk import arrange, automate
from rafeeq.config.demo.furniture import furnish, write_articles
from rafeeq.config.demo.matter import Matter, Steps
from rafeeq.config.demo.stories import Story
from rafeeq.config.demo.today import live
from rafeeq.flows import resolve
from rafeeq.knowledge.actions.gaps import gather
from rafeeq.sla.actions.escalating import AT_ONCE as LOOKED_AFTER
from rafeeq.sla.actions.escalating import look_after_clocks
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import TimeRule
from rafeeq.tickets.actions.checkpoints import seal
from rafeeq.tickets.models import Delivery

DAYS = 31
FOUNDED = timedelta(days=400)  # before the first ticket
WRITTEN = timedelta(days=60)  # before the first ticket: the articles
PEOPLE = 0.62  # customers a ticket: the others come again
SILENCE_EVERY = timedelta(hours=6)
Progress = Callable[[int, int], None]


def play(stories: list[Story], *, tickets: int, seed: int, now: datetime, progress: Progress) -> None:
    """Let `tickets` matters happen to the company in the month before `now`; what is not over by then is in work.

    The same seed and the same `now` give the same month. `progress(done, of)` is told of matters begun.
    """
    chance = random.Random(seed)
    people = crowd(max(1, int(tickets * PEOPLE)), chance)
    moments = arrivals(tickets, until=now, days=DAYS, chance=chance)
    with time_machine.travel(moments[0] - FOUNDED, tick=False):
        company = build(stories)
        furnish(company)
        arrange(company)
        found_rule()
        TimeRule.objects.update(applies_from=timezone.now())  # where it was there before the month
    with time_machine.travel(moments[0] - WRITTEN, tick=False):
        write_articles(company)
    order = itertools.count()  # of two things at one moment the one planned first happens first
    agenda: list[tuple[datetime, int, Steps]] = []
    for at in moments:
        story = chance.choices(stories, [story.weight for story in stories])[0]
        matter = Matter(company, story, chance.choice(people), at, random.Random(chance.random()))
        heapq.heappush(agenda, (at, next(order), matter.live()))
    heapq.heappush(agenda, (moments[0] + SILENCE_EVERY, next(order), _follow_silences(moments[0])))
    begun = set(moments)
    with time_machine.travel(moments[0], tick=False) as clock:
        while agenda and agenda[0][0] < now:
            at, _place, steps = heapq.heappop(agenda)
            clock.move_to(at)
            with transaction.atomic():
                following = next(steps, None)
                _carry_the_mail(at)
            if following is not None:
                heapq.heappush(agenda, (max(following.astimezone(UTC), at), next(order), steps))
            if at in begun:
                begun.discard(at)
                progress(tickets - len(begun), tickets)
    live(company, now=now)
    with time_machine.travel(now, tick=False):
        _carry_the_mail(now)
        automate(company)
        while gather():
            pass
        seal()


def _follow_silences(start: datetime) -> Steps:
    """What runs by itself: reminders, the end of waiting, the clocks, the seals."""
    at = start
    while True:
        resolve.follow_silence()
        while follow_timelines():
            pass
        while look_after_clocks(timezone.now()) == LOOKED_AFTER:
            pass
        seal()
        at += SILENCE_EVERY
        yield at


def _carry_the_mail(at: datetime) -> None:
    """No mail of the demo leaves the house: what would be sent counts as sent."""
    Delivery.objects.filter(state=Delivery.State.WAITING).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), attempts=1
    )
