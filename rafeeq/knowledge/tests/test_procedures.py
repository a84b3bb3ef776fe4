"""Procedures: published whole or not at all, kept as they were, and alike in all branches where they are locked."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from rafeeq.knowledge.actions import procedures as actions
from rafeeq.knowledge.models import Procedure
from rafeeq.knowledge.queries import procedures as queries
from rafeeq.knowledge.rules.procedures import StepWords, avoided, differences, inherited, overridden
from tests import make
from tests.cast import Cast

WORDS = {"why": "س", "example": "م", "counter_example": "ض"}


def steps(*names: str, locked: str = "") -> list[StepWords]:
    return [StepWords(name, f"افعل {name}", "لأن", "حاجة", is_locked=name in locked) for name in names]


def keys(found: list[StepWords]) -> str:
    return "".join(step.key for step in found)


def write(row: Procedure, by: Cast, written: list[StepWords], **more: object) -> None:
    given = {"name": row.name, "reasons": list(row.reasons.all()), "owner": None, "words": WORDS} | more
    actions.write(row, by=by.aziz, steps=written, **given)  # type: ignore[arg-type]


def test_a_copy_keeps_what_is_its_own_and_takes_what_is_locked() -> None:
    old = steps(*"abcd", locked="a")
    copy = [old[0], replace(old[1], text="بطريقتنا"), *steps("x"), old[3]]  # b reworded, c left out, x of its own
    assert overridden(old, copy) is None
    assert overridden(old, [replace(old[0], why="غيره"), *copy[1:]]) == old[0]
    assert overridden(old, copy[1:]) == old[0]
    both = steps(*"ab", locked="ab")
    assert overridden(both, both[::-1]) == both[0], "not even their order"

    new = [*steps("a", locked="a"), *steps("e"), old[1], old[2], replace(old[3], text="أوضح", is_locked=True)]
    new[0] = replace(new[0], text="أدق")
    brought = inherited(old, new, copy)
    assert keys(brought) == "aebxd"
    assert [step.text for step in brought] == ["أدق", "افعل e", "بطريقتنا", "افعل x", "أوضح"]
    assert overridden(new, brought) is None


def test_two_versions_are_told_apart_step_by_step() -> None:
    old = steps(*"abcd")
    new = [old[3], old[0], replace(old[2], why="سبب آخر"), *steps("e")]
    told = [(change.kind, (change.after or change.before).key) for change in differences(old, new)]  # type: ignore[union-attr]
    assert sorted(told) == [("added", "e"), ("changed", "c"), ("moved", "d"), ("removed", "b"), ("same", "a")]
    assert {change.kind for change in differences(old, old)} == {"same"}
    assert avoided("اهدأ ← أسمعك\n\n«سياسة» → هذا ما أستطيع\nلا بديل") == [
        ("اهدأ", "أسمعك"),
        ("سياسة", "هذا ما أستطيع"),
        ("لا بديل", ""),
    ]


def test_only_what_is_whole_is_published_and_then_it_stays(cast: Cast) -> None:
    reason = make.reason()
    row = actions.make(by=cast.aziz, name="خصم مكرر", reasons=[reason], owner=None)
    write(row, cast, [StepWords("a", "اسأل")], words={"why": "س"})
    with pytest.raises(actions.Lacking) as refused:
        actions.publish(row, by=cast.aziz)
    assert refused.value.args[0] == [("example", 0), ("counter_example", 0), ("step_why", 1)]
    write(row, cast, steps("a"))
    first = actions.publish(row, by=cast.aziz)
    write(row, cast, steps("a", "b"))
    second = queries.draft_of(row)
    assert second is not None
    assert (second.number, keys(queries.words_of(first)), keys(queries.words_of(second))) == (2, "a", "ab")
    with pytest.raises(actions.ReasonTaken):
        actions.make(by=cast.aziz, name="آخر", reasons=[reason], owner=None)
    seen = actions.mark(row)
    write(row, cast, steps("c"), seen=seen)
    with pytest.raises(actions.Changed):
        write(row, cast, steps("d"), seen=seen)
    with pytest.raises(IntegrityError), transaction.atomic():
        Procedure.objects.create(name="بلا أصل", branch=cast.jeddah)


def test_what_the_central_one_locks_reaches_every_branch(cast: Cast) -> None:
    row = make.procedure(cast.aziz, make.reason())
    central = queries.words_of(queries.newest(row))
    write(row, cast, [replace(central[0], is_locked=True), central[1]])
    actions.publish(row, by=cast.aziz)
    copy = actions.copy_for(row, cast.jeddah, by=cast.aziz)
    with pytest.raises(actions.CopyExists):
        actions.copy_for(row, cast.jeddah, by=cast.aziz)
    mine = queries.words_of(queries.draft_of(copy))
    with pytest.raises(actions.LockedStep) as refused:
        write(copy, cast, [replace(mine[0], text="شيئًا آخر"), mine[1]])
    assert refused.value.step.text == central[0].text
    write(copy, cast, [mine[0], replace(mine[1], text="أعد المبلغ نقدًا")])
    actions.publish(copy, by=cast.aziz)
    write(copy, cast, [mine[0], replace(mine[1], text="أعد المبلغ شيكًا")])

    write(row, cast, [replace(central[0], text="اسأل عن اليوم", is_locked=True), central[1]])
    actions.publish(row, by=cast.aziz)
    now, draft = queries.newest(copy), queries.draft_of(copy)
    assert now is not None
    assert draft is not None
    assert [step.text for step in queries.words_of(now)] == ["اسأل عن اليوم", "أعد المبلغ نقدًا"]
    assert [step.text for step in queries.words_of(draft)] == ["اسأل عن اليوم", "أعد المبلغ شيكًا"]
    assert (now.number, draft.number) == (2, 3)
    actions.publish(copy, by=cast.aziz)
