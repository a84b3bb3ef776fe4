"""Passages ranked by the letters of their words."""

import os
from pathlib import Path

import numpy as np
import pytest

from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.search import segment, shelf, store
from rafeeq.lib.search.evidence import held
from rafeeq.lib.search.letters import counted
from rafeeq.lib.search.ranking import Query, part, ranked
from rafeeq.lib.search.shelf import Entry, Shelf

TEXTS = {
    1: "رسوم التحويل الدولي خمسة وعشرون ريالا",
    2: "رسوم التحويل المحلي ريالان",
    3: "ساعات العمل في فرع الرياض من الثامنه صباحا",
    4: "الغاء البطاقه المفقوده من التطبيق",
}


def entry(number: int, text: str, *lines: str) -> Entry:
    whole = fold(text)
    return Entry(number * 10, whole, whole, [fold(line) for line in lines], [(number, whole)])


def full(texts: dict[int, str] = TEXTS, third: str = "") -> Shelf:
    return shelf.filled(
        entry(number, text, *([third] if third and number == 3 else [])) for number, text in texts.items()
    )


def found(words: str, *shelves: Shelf, allowed: list[int] | None = None, gone: list[int] | None = None) -> list[int]:
    few = None if allowed is None else np.array(allowed, dtype=np.int64)
    less = None if gone is None else np.array(gone, dtype=np.int64)
    parts = [part(one, allowed=few, gone=less) for one in shelves]
    return [hit.passage for hit in ranked(parts, Query((fold(words),), (fold(words),))).hits]


def test_the_index_tells_of_the_first_editions_what_their_texts_hold_of_each_word() -> None:
    few = {1: TEXTS[1], 2: TEXTS[2]}, {3: TEXTS[3], 4: TEXTS[4]}
    asked = fold("كم رسوم التحويلات الدولي 25 فرع الرياض")
    told = ranked([part(full(one)) for one in few], Query((asked,), (asked,)))
    assert set(told.holds) == {hit.edition for hit in told.hits[:3]}
    for edition in told.holds:
        there = counted([fold(TEXTS[edition // 10])])[0]
        for one in held(told, [edition])[0]:
            runs = counted([one.word])[0]
            assert (one.share == 1) == bool(np.isin(runs, there).all()), one.word
            assert (one.share == 0) == (not np.isin(runs, there).any()), one.word
    away = ranked([part(full(), allowed=np.array([20]))], Query((asked,), (asked,)))
    assert set(away.holds) == {20}, "of what may not be read nothing is told"


def test_where_there_is_nothing_yet_nothing_holds_a_word() -> None:
    nothing = ranked([], Query((asked := fold("كم رسوم التحويل"),), (asked,)))
    assert (nothing.hits, held(nothing, [])) == ([], [])


def test_rare_words_rank_before_common_ones_and_only_what_is_allowed_is_ranked() -> None:
    whole = full()
    assert found("كم رسوم التحويلات الدولية", whole)[:2] == [1, 2]
    assert found("كم رسوم التحويلات الدولية", whole, allowed=[20]) == [2]
    assert found("كم رسوم التحويلات الدولية", whole, gone=[10])[:1] == [2]
    assert found("كم رسوم", whole, allowed=[]) == []
    assert found("متى تفتحون", full(third="متى تفتحون"))[0] == 3


@pytest.mark.parametrize("words", ["", "و", "🙂🙂", "ًٌٍ", "؟؟!", "a" * 20_000, "\u202e\u200f", "\U0001f600ا", "\ud800"])
def test_nothing_that_is_asked_breaks_it(words: str) -> None:
    assert set(found(words, full())) <= set(TEXTS)
    assert found(words, full({})) == []


def test_few_beside_many_rank_as_if_they_stood_together(tmp_path: Path) -> None:
    old, new = {key: TEXTS[key] for key in (1, 2, 3)}, {4: TEXTS[4]}
    base = full(old)
    fresh = shelf.filled([entry(*one) for one in new.items()], beside=base)
    for words in ("البطاقة المفقودة", "رسوم التحويل", "فرع الرياض"):
        assert found(words, base, fresh) == found(words, full())


def test_long_lists_are_read_from_the_rarest_and_completed() -> None:
    many = {number: f"رسوم التحويل بند {number}" for number in range(1, 1500)} | {2000: "رسوم التحويل الي الخارج"}
    before = segment.MOST_READ
    segment.MOST_READ = 500
    try:
        assert found("رسوم التحويل الى الخارج", full(many))[0] == 2000
    finally:
        segment.MOST_READ = before


def test_a_file_is_whole_of_its_stamp_or_not_there(tmp_path: Path) -> None:
    path, whole = tmp_path / "search" / "knowledge.arrays", full(third="متى تفتحون")
    assert shelf.opened(path, stamp="1") is None
    shelf.save(whole, path, stamp="1")
    again = shelf.opened(path, stamp="1")
    assert again is not None
    assert found("متى تفتحون فرع الرياض", again) == found("متى تفتحون فرع الرياض", whole)
    assert shelf.opened(path, stamp="2") is None
    content = path.read_bytes()
    for broken in (content[:-1], content[:40], b"", b"x" * 200, content.replace(b'"<i8"', b'"|O" ')):
        path.write_bytes(broken)
        assert shelf.opened(path, stamp="1") is None
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_file_that_stands_is_kept_when_writing_another_fails(tmp_path: Path) -> None:
    path = tmp_path / "one"
    left, fresh = tmp_path / "one-killed.part", tmp_path / "one-writing.part"
    left.touch()
    fresh.touch()
    os.utime(left, (0, 0))
    store.save(path, {"a": np.arange(3)}, {})
    assert (left.exists(), fresh.exists()) == (False, True), "what a killed writer left goes, nobody's work does"
    with pytest.raises(TypeError):
        store.save(path, {"a": np.arange(4)}, {"b": object()})
    found = store.opened(path)
    assert found is not None
    assert found[0]["a"].tolist() == [0, 1, 2]


def test_runs_of_letters_keep_to_one_word() -> None:
    keys, places, times = counted(["اب", "اب اب", "ابا"])
    assert len(set(keys.tolist())) == 7  # " اب", "اب ", " اب "; " اب" again, "ابا", "با ", " ابا", "ابا "
    assert [times[places == place].tolist() for place in (0, 1)] == [[1] * 3, [2] * 3]
