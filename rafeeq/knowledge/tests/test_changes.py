"""What may be read is kept in memory: whatever changes it is told by the database, and nothing that is kept leaks."""

import inspect
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions.changes import KEPT, forget_old_changes
from rafeeq.knowledge.actions.variables import save_topic
from rafeeq.knowledge.models import Article, Edition, LibraryChange, Topic, library_change
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.queries import finding
from rafeeq.knowledge.queries.answers import reply
from rafeeq.staff.models import User
from tests.cast import Cast

WORDS = actions.Words("مواعيد الفروع", "", "يفتح الفرع من الثامنة.")
ASKED = "متى يفتح الفرع"
# Verbs that leave what people read as it is.
ELSEWHERE = {"restore", "keep_writing", "drop_writing", "words_of", "tell", "next_review"}


def published(by: User) -> Article:
    row = actions.begin(by=by, words=WORDS)
    actions.validate(Edition.objects.get(article=row), by=by)
    row.refresh_from_db()
    return row


def found() -> set[int]:
    finding.LIBRARY.looked = float("-inf")
    return {hit.edition for hit in finding.ranked(ASKED, queries.answerable(), audience="test").hits}


def test_every_column_that_decides_who_reads_is_watched(cast: Cast) -> None:
    watched = {name for names in library_change.WATCHED.values() for name in names}
    fixed = {"id", "beside_id"}  # of what is written once
    for rows in (queries.answerable(), queries.readable(cast.khaled), queries.for_customers()):
        asked = str(rows.values_list("pk").query)
        assert set(re.findall(r'\."(\w+)"', asked)) <= watched | fixed
    published(cast.khaled)
    Topic.objects.create(name="الفروع")
    for table, names in library_change.WATCHED.items():
        for name in names:
            before = finding.stamp()
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {name} = {name}")
            assert finding.stamp() != before, f"{table}.{name}"


def test_every_verb_that_changes_what_is_read_is_told(cast: Cast) -> None:
    by = cast.khaled
    row = published(by)
    first = Edition.objects.get(article=row)
    topic = save_topic(None, by=by, name="الفروع")
    more = actions.Words("مواعيد الفروع", "", "يفتح الفرع من التاسعة.")

    def seen() -> Any:
        rows = [queries.answerable(), queries.readable(by)]
        return [sorted(one.values_list("pk", "current")) for one in rows]

    def archived(*, out: bool) -> None:
        actions.archive(row, by=by)
        if out:
            actions.take_out(row, by=by)

    steps: list[tuple[str, Callable[[], Any]]] = [
        ("begin", lambda: published(by)),
        ("write", lambda: actions.write(first, by=by, words=more, seen=1)),
        ("validate", lambda: actions.validate(first, by=by)),
        ("add_edition", lambda: actions.add_edition(row, "en", by=by)),
        ("arrange", lambda: actions.arrange(row, by=by, topic=topic, audience="staff", owner=by)),
        ("arrange", lambda: actions.arrange(row, by=by, topic=topic, audience="public", owner=by)),
        ("save_topic", lambda: save_topic(topic, by=by, name="الفروع", is_active=False)),
        ("save_topic", lambda: save_topic(topic, by=by, name="الفروع")),
        ("call_for_a_look", lambda: actions.call_for_a_look(row, "faults")),
        ("archive", lambda: archived(out=False)),
        ("take_out", lambda: actions.take_out(row, by=by)),
        ("propose", lambda: actions.propose(row, by=by)),
        ("send_back", lambda: actions.send_back(row, by=by, why="ناقص")),
        ("validate", lambda: actions.validate(first, by=by)),
    ]
    public = {
        name
        for name, verb in inspect.getmembers(actions, inspect.isfunction)
        if verb.__module__ == actions.__name__ and not name.startswith("_")
    }
    assert public - ELSEWHERE == {name for name, _step in steps} - {"save_topic"}, "a verb is new: let it be told here"
    changed = 0
    for name, step in steps:
        found()
        before, was = finding.stamp(), seen()
        step()
        now = seen()
        assert now == was or finding.stamp() != before, name
        assert found() == {pk for pk, _current in now[0]}, name
        changed += now != was
    assert changed >= 8


def test_what_is_kept_goes_with_the_day_and_with_what_is_taken_back(cast: Cast, monkeypatch: Any) -> None:
    row = published(cast.khaled)
    assert len(found()) == 1
    try:
        with transaction.atomic():
            actions.archive(row, by=cast.khaled)
            assert found() == set()
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert len(found()) == 1
    actions.arrange(row, by=cast.khaled, topic=None, audience="staff", owner=cast.khaled)
    assert found() == set(), "its row may have the number of the one that was taken back"
    actions.arrange(row, by=cast.khaled, topic=None, audience="public", owner=cast.khaled)
    assert len(found()) == 1
    later = queries.today() + timedelta(days=3000)
    monkeypatch.setattr(queries, "today", lambda: later)
    monkeypatch.setattr(finding, "last_day", queries.last_day)
    assert found() == set()


def test_a_set_that_is_behind_misses_and_never_leaks(cast: Cast) -> None:
    row = published(cast.khaled)
    finding.forget()
    assert reply(ASKED, language="ar").judged
    library_change.unwatch(connection)
    Article.objects.filter(pk=row.pk).update(state="archived")
    assert finding.LIBRARY.visible["ar False "].allowed, "it is kept, and nobody has told"
    assert not reply(ASKED, language="ar").judged


def test_old_changes_are_forgotten(cast: Cast) -> None:
    LibraryChange.objects.bulk_create([LibraryChange(number=at) for at in range(3 * KEPT)])
    published(cast.khaled)
    before = found()
    forget_old_changes()
    assert LibraryChange.objects.count() == KEPT
    assert found() == before
