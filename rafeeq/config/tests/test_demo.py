"""The demo company: the same seed tells the same month, and it is true to the ledger."""

import argparse
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from rafeeq.config.commands import demo
from rafeeq.config.commands.shape import Refusal
from rafeeq.config.demo import month, stories
from rafeeq.config.demo.clock import ZONE, arrivals, working
from rafeeq.config.demo.company import is_there
from rafeeq.staff.actions import create_user
from rafeeq.staff.models import User
from rafeeq.tickets.models import Delivery, Message, Ticket
from rafeeq.tickets.queries import verify_ledger

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def play(tickets: int, seed: int = 7) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    month.play(stories.read(), tickets=tickets, seed=seed, now=NOW, progress=lambda done, of: told.append((done, of)))
    return told


@pytest.mark.sweep
@pytest.mark.django_db
def test_a_month_is_true_to_the_ledger_and_the_same_seed_tells_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "SILENCE_EVERY", timedelta(days=1))  # or what runs by itself is half of the work

    def told() -> list[tuple[Any, ...]]:
        assert play(10)[-1] == (10, 10)
        return list(Message.objects.order_by("at", "pk").values_list("text", "at", "user__email"))

    with transaction.atomic():
        before = told()
        transaction.set_rollback(True)
    assert told() == before
    assert verify_ledger() == []
    assert Ticket.objects.count() == 10
    assert {"confirmed", "claimed"} <= set(Ticket.objects.values_list("outcome", flat=True))
    moments = Message.objects.values_list("at", flat=True)
    assert max(moments) < NOW
    assert (NOW - min(moments)).days <= month.DAYS + 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}, "no mail of the demo waits to be sent"
    assert is_there()


@pytest.mark.parametrize("story", stories.read(), ids=lambda story: story.name)
def test_every_wording_can_be_filled_in(story: stories.Story) -> None:
    names = "first_name district branch month day days amount amount2 invoice order reference phone_end device plan"
    teller = stories.Teller(random.Random(1), dict.fromkeys(names.split(), "…"))
    wordings = [
        wording
        for part in ("subjects", "openings", "first", "done", "notes", "more", "answers", "not_yet", "again", "thanks")
        for wording in getattr(story, part)
    ]
    assert all("{" not in teller.fill(wording) for wording in wordings)


def test_our_people_answer_only_when_the_company_is_open() -> None:
    friday_morning = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
    assert working(friday_morning).hour == 16
    late = datetime(2026, 11, 18, 23, 30, tzinfo=ZONE)
    assert (working(late).day, working(late).hour) == (19, 8)
    noon = datetime(2026, 11, 18, 12, 10, tzinfo=ZONE)
    assert working(noon) == noon


def test_customers_write_before_now() -> None:
    moments = arrivals(500, until=NOW, days=31, chance=random.Random(3))
    assert moments == sorted(moments)
    assert moments[-1] < NOW


@pytest.mark.sweep
@pytest.mark.django_db
def test_where_somebody_works_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("rafeeq.config.commands.prepare.run", lambda _arguments: 0)
    monkeypatch.setattr(demo, "start_django", lambda: None)
    parser = argparse.ArgumentParser()
    demo.add(parser.add_subparsers())
    create_user(email="a@b.example", name="نورة", role="admin")
    with pytest.raises(Refusal, match="empty installation"):
        demo.run(parser.parse_args(["demo", "load"]))
    assert User.objects.count() == 1
    User.objects.all().delete()
    demo.run(parser.parse_args(["demo", "load", "--tickets", "1", "--seed", "5"]))
    demo.run(parser.parse_args(["demo", "load", "--if-empty"]))  # a second start of the demo
    assert Ticket.objects.count() == 1
    assert "salman@nakhla.example" in capsys.readouterr().out
