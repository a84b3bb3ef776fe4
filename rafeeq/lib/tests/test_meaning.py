"""Vectors of a shelf: they find what is said in other words, and never what may not be read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.embed import Unavailable
from rafeeq.lib.search import shelf
from rafeeq.lib.search.filling import filled_in
from rafeeq.lib.search.meaning import away, back, of_length_one, packed
from rafeeq.lib.search.ranking import Query, part, ranked
from rafeeq.lib.search.shelf import Entry, Shelf

SAME = {"فلوس": "نقود", "مبلغ": "نقود", "قفل": "اغلاق", "ايقاف": "اغلاق", "دوام": "مواعيد"}
AXES = ["نقود", "اغلاق", "مواعيد", "بطاقه"]
TEXTS = {1: "تحويل مبلغ", 2: "ايقاف البطاقه", 3: "دوام الفرع"}


class Fake:
    """An encoder that knows a few words and which of them mean the same."""

    stamp, size = "fake", len(AXES) + 1

    def __init__(self, most: int = 1000) -> None:
        self.read: list[str] = []
        self.most = most

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> Any:
        if len(self.read) + len(texts) > self.most:
            raise Unavailable("away")
        self.read += texts
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = [SAME.get(word, word) for word in fold(text).split()]
            row[-1] = 2.0 if words else 0.0  # what all texts have in common
            for axis, word in enumerate(AXES):
                row[axis] = words.count(word)
        return of_length_one(rows)


def entry(number: int, text: str) -> Entry:
    words = fold(text)
    return Entry(number * 10, words, words, [words], [(number, words)], [text, text])


def entries(texts: dict[int, str]) -> list[Entry]:
    return [entry(*one) for one in texts.items()]


def full(fake: Fake, texts: dict[int, str] = TEXTS, *old: Shelf) -> Shelf:
    return filled_in(shelf.filled(entries(texts)), entries(texts), fake, old=old)


def found(words: str, *shelves: Shelf, allowed: list[int] | None = None) -> list[int]:
    few = None if allowed is None else np.array(allowed, dtype=np.int64)
    asked = {"fake": Fake().vectors([words])[0]}
    query = Query((fold(words),), (fold(words),), asked)
    return [hit.passage for hit in ranked([part(one, allowed=few) for one in shelves], query).hits]


def test_other_words_for_the_same_are_found_and_only_among_what_is_allowed() -> None:
    whole = full(Fake())
    assert found("قفل", whole)[0] == 2
    assert found("فلوس", whole)[0] == 1
    assert 2 not in found("قفل", whole, allowed=[10, 30])
    assert found("قفل", whole, allowed=[]) == []
    assert found("قفل", shelf.filled(entries(TEXTS))) == [], "without vectors the letters alone speak"


def test_what_nobody_has_read_is_ranked_by_its_letters() -> None:
    fake = Fake()
    whole = full(fake)
    fresh = shelf.filled(entries({4: "ايقاف الخدمه موقتا"}))
    untold = filled_in(fresh, entries({4: "ايقاف الخدمه موقتا"}), fake, old=[whole], is_time=lambda: False)
    assert untold.meanings["fake"].missing == 2
    for beside in (fresh, untold):
        assert found("ايقاف الخدمة مؤقتا", whole, beside)[0] == 4
    assert found("قفل", whole, untold)[0] == 2


def test_what_was_read_is_not_read_again_and_a_break_loses_nothing() -> None:
    some = full(Fake(most=0))
    assert not some.meanings
    fake, more = Fake(), {**TEXTS, 4: "تحويل نقود", 5: "دوام الفرع"}
    first = full(fake)
    many = len(fake.read)
    second = full(fake, more, first)
    assert len(fake.read) == many + 4
    assert not second.meanings["fake"].missing
    assert found("قفل", second)[0] == 2
    assert set(found("فلوس", second)[:2]) == {1, 4}
    halted = filled_in(shelf.filled(entries(more)), entries(more), Fake(most=0), old=[first])
    assert halted.meanings["fake"].missing == 4


class Longer(Fake):
    """The same address, where another model answers now."""

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> Any:
        return np.pad(super().vectors(texts), ((0, 0), (0, 2)))


class Silent(Fake):
    """An address: what has no words is not asked there, so nothing tells how long a vector is."""

    size = 0

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> Any:
        rows = Fake().vectors(texts)
        return rows if rows.any() else rows[:, :0]


def test_another_model_at_the_same_address_is_no_error_and_what_it_reads_takes_the_place() -> None:
    old, more = full(Fake()), {**TEXTS, 4: "تحويل نقود"}
    longer = {"fake": Longer().vectors(["ايقاف"])[0]}
    asked = Query((fold("ايقاف"),), (fold("ايقاف"),), longer)
    assert ranked([part(old)], asked).hits[0].passage == 2, "the letters speak"
    some = filled_in(shelf.filled(entries(more)), entries(more), Longer(), old=[old])
    assert (some.meanings["fake"].line.size, some.meanings["fake"].missing) == (Fake.size + 2, 0)


def test_what_has_no_words_is_known_as_such_and_time_is_looked_at_before_every_text() -> None:
    texts, times = {**TEXTS, 4: ""}, iter([True, True, False])
    assert not full(Silent(), texts, full(Silent())).meanings["fake"].missing
    fresh = shelf.filled(entries(TEXTS))
    few = filled_in(fresh, entries(TEXTS), Fake(), is_time=lambda: next(times), together=1)
    assert few.meanings["fake"].missing == 4


def test_the_file_keeps_them_for_the_same_encoder(tmp_path: Path) -> None:
    path, whole = tmp_path / "arrays", full(Fake())
    shelf.save(whole, path, stamp="1")
    again = shelf.opened(path, stamp="1", encoders=["fake"])
    other = shelf.opened(path, stamp="1", encoders=["other"])
    assert again is not None
    assert other is not None
    assert found("قفل", again) == found("قفل", whole)
    assert not other.meanings


def test_bytes_lose_next_to_nothing_and_the_middle_is_taken_away_and_given_back() -> None:
    chance = np.random.default_rng(3)
    rows = of_length_one(chance.standard_normal((40, 384)).astype(np.float32) + 2)
    rows[7] = 0
    middle = rows[:7].mean(axis=0, dtype=np.float32)
    seen = away(rows, middle)
    assert np.allclose(back(seen, middle), rows, atol=1e-5)
    assert np.abs(packed(seen).near(seen[3]) - seen @ seen[3]).max() < 0.005
