"""Random streams of events: at once, in pieces, by a follower that is killed anywhere: all tell the same."""

import contextlib
import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from rafeeq.sla.actions import following
from rafeeq.sla.actions.escalating import look_after_clocks
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import Clock, Following, Pause
from rafeeq.sla.queries import clocks_of
from rafeeq.sla.rules import clocks as rules
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked_itself, save
from rafeeq.tickets.models import Event, Question, Reader
from tests import make
from tests.cast import Cast

KINDS = [*sorted(rules.HEARD - {"ticket.opened", "internal_question.asked"}), "note.written", "question.asked"]
SUNDAY = datetime(2026, 1, 11, 7, tzinfo=UTC)


class Killed(Exception):
    """The worker is gone in the middle of its transaction."""


def told(numbers: list[int]) -> list[tuple[object, ...]]:
    """Everything that is known of these tickets' clocks, without their keys."""
    return [
        (number, one.kind, one.started_at, one.due_at, one.stopped_at, one.end, one.pauses)
        for number, found in sorted(clocks_of(numbers).items())
        for one in found
    ]


@pytest.mark.parametrize("seed", range(3))
def test_pieces_kills_and_rounds_change_nothing(cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    with time_machine.travel(SUNDAY, tick=False) as now:
        found_rule()
        tickets = [make.ticket(sender=f"c{place}@example.com") for place in range(3)]
        numbers = [ticket.number for ticket in tickets]
        message = make.replied(tickets[0], cast.noura)
        asked = Question.objects.create(ticket=tickets[0], message=message, text="متى؟", asked_by=cast.noura)
        write, at = following.write, SUNDAY

        def killed(found: list[object]) -> None:
            write(found)  # type: ignore[arg-type]
            if chance.random() < 0.4:
                raise Killed

        monkeypatch.setattr(following, "write", killed)
        for _event in range(40):
            at += timedelta(minutes=chance.randrange(1, 2000))
            now.move_to(at)
            data = {"question": asked.pk, "claim": 1, "message": message.pk, "outcome": "unconfirmed",
                    "verdict": chance.choice(["yes", "no", "partly"])}  # fmt: skip
            with transaction.atomic():
                held = locked_itself(chance.choice(numbers))
                append(held, chance.choice(KINDS), by=SYSTEM, data=data)
                save(held)
            if chance.random() < 0.5:
                with contextlib.suppress(Killed):
                    following.follow_timelines()
            if chance.random() < 0.2:
                while look_after_clocks(at) == 25:
                    pass
        monkeypatch.setattr(following, "write", write)
        while following.follow_timelines():
            pass
        in_pieces = told(numbers)
        kept = sorted(Clock.objects.values_list("ticket", "kind", "started_at", "due_at", "stopped_at", "end"))

        Pause.objects.all().delete()
        Clock.objects.all().delete()
        Following.objects.all().delete()
        Reader.objects.filter(name=following.READER).delete()
        at_once = told(numbers)
        assert len(Event.objects.filter(ticket__in=numbers)) > 40
        assert [one[:-1] for one in in_pieces] == [one[:-1] for one in at_once]
        assert [one[-1] for one in in_pieces] == [one[-1] for one in at_once]
        assert len(kept) == len(at_once)
