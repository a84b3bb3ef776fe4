"""Readers of the timeline: each event once and in order, whatever happens to the reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.models import Reader
from rafeeq.tickets.queries.news import News
from tests import make
from tests.cast import Cast


def test_each_event_comes_once_and_in_order_and_a_failure_loses_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    seen: list[News] = []
    while read_on("test", seen.extend, limit=2):
        pass
    assert [one.seq for one in seen if one.ticket == ticket.number] == list(range(1, ticket.event_count + 1))
    assert seen[0].kind == "ticket.opened"
    assert seen[0].at.tzinfo is not None

    later = make.ticket()

    def fail(events: object) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        read_on("test", fail)
    again: list[News] = []
    read_on("test", again.extend)
    assert {one.ticket for one in again} == {later.number}
    assert read_on("test", again.extend) == 0


def test_a_new_reader_may_begin_at_the_end(cast: Cast) -> None:
    make.ticket()
    seen: list[News] = []
    assert read_on("late", seen.extend, from_now=True) == 0
    assert seen == []


def test_a_reader_restored_into_another_cluster_goes_on(cast: Cast) -> None:
    seen: list[News] = []
    make.ticket()
    read_on("moved", seen.extend)
    Reader.objects.filter(name="moved").update(xid=2**60)
    later = make.ticket()
    read_on("moved", seen.extend)
    assert {one.ticket for one in seen[1:] if one.seq == 1} >= {later.number}
    assert len(seen) == len({one.id for one in seen})
    with CaptureQueriesContext(connection) as queries:
        read_on("moved", seen.extend)
    assert not any("max(xid)" in one["sql"] for one in queries), "our own transaction is from here, whoever else writes"
