"""Who is told of an event: the rule over values says what the database says, of everybody and every ticket."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from rafeeq.inbox.live.process import _tail
from rafeeq.inbox.live.rules import Place, Sight, Told, read_place, written
from rafeeq.inbox.queries.listeners import listener, stale, told_to
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event
from rafeeq.tickets.queries import visible_to
from tests import make
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.own_sql

Found = TypeVar("Found")


def sight_of(user: User) -> Sight:
    told = listener(user, "s")
    return Sight(told["user"], told["role"], told["branch"], frozenset(told["teams"]))


async def everything() -> list[Told]:
    tail = _tail()
    try:
        # PostgreSQL tells an event once all older transactions of the server have ended, those of other lanes too.
        for _look in range(200):
            events, unsettled = await tail.read(Place(0, 0), None, 1000)
            if not unsettled:
                break
            await tail.wait(1)
        return events
    finally:
        await tail.close()


@pytest.fixture
def tickets(transactional_db: None) -> Cast:
    """Tickets in every place that access depends on."""
    from tests.cast import build

    cast = build()
    make.ticket()
    make.ticket(team=cast.jeddah_desk)
    make.assigned(make.ticket(team=cast.billing), cast.layla, cast.layla)
    make.handed_over(make.ticket(), cast.noura, team=cast.jeddah_desk)
    make.handed_over(make.ticket(), cast.noura, agent=cast.layla)
    make.handed_over(make.ticket(team=cast.jeddah_desk), cast.fahd, team=cast.billing)
    return cast


def test_the_stream_tells_what_the_pages_show(tickets: Cast) -> None:
    events = run(everything())
    assert len(events) == Event.objects.count()
    for name, user in tickets.staff().items():
        seen = set(visible_to(user).values_list("number", flat=True))
        sight = sight_of(user)
        if not user.is_active:
            continue  # no stream opens for them: the view's own door is closed
        assert {event.ticket for event in events if sight.sees(event)} == seen, name
        assert told_to({event.ticket for event in events}, {user.pk}) == {(number, user.pk) for number in seen}


def test_what_is_confided_is_never_told_by_values() -> None:
    told = Told(Place(0, 1), "note.written", "staff", 5, 1, 1, 1, 1, 5, 5, 1, 1, True)
    assert not Sight(5, "admin", 1, frozenset({1})).sees(told)


def test_an_event_on_the_wire_holds_no_word_of_anybody() -> None:
    told = Told(Place(7, 12), "message.received", "customer", 9, 3, 2, 1, 1, None, None, None, None, False)
    assert written(told).decode() == (
        'id: 7-12\nevent: told\ndata: {"ticket":3,"seq":2,"kind":"message.received","actor":"customer","by":null}\n\n'
    )


@pytest.mark.parametrize("text", ["", "7", "-", "a-1", "1-", "1--2", "٣-١", "9" * 30 + "-1", "1-2-3"])
def test_a_place_that_is_none(text: str) -> None:
    assert read_place(text) is None


def test_places_are_read_as_they_are_written() -> None:
    assert read_place(str(Place(3, 14))) == Place(3, 14)
    assert Place(2, 99) < Place(3, 1)


@pytest.mark.django_db
def test_whose_access_changes_listens_no_longer(cast: Cast) -> None:
    client = signed_in(cast.noura)
    key = client.session.session_key or ""

    def mark() -> tuple[int, str]:
        return cast.noura.pk, listener(User.objects.get(pk=cast.noura.pk), key)["mark"]

    before = mark()
    assert stale([before]) == set()
    cast.noura.teams.add(cast.billing)
    assert stale([before]) == {before}
    for change in ({"role": "colleague"}, {"is_active": False}, {"branch": cast.jeddah}, {"password": "x"}):
        now = mark()
        User.objects.filter(pk=cast.noura.pk).update(**change)
        assert stale([now]) == {now}, change
    now = mark()
    client.session.flush()
    assert stale([now]) == {now}


@pytest.mark.django_db
def test_a_hundred_listeners_cost_as_many_queries_as_one(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    key = signed_in(cast.noura).session.session_key or ""
    everybody = [(user.pk, listener(user, key)["mark"]) for user in cast.staff().values()]
    with django_assert_num_queries(3):
        assert stale(everybody) == set()
    with django_assert_num_queries(3):
        stale(everybody[:1])


def run(coroutine: Coroutine[Any, Any, Found]) -> Found:
    """In a thread of its own: a browser test before us may have left its event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
