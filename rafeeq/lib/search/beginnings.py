"""Titles that are found by the beginnings of their words, while somebody types: a sorted list, kept in memory."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rafeeq.lib.arabic.words import forms, tokens, words_in

LAST = "\uffff"
ARTICLE = "ال"


class Beginnings:
    """Numbers by the words of their titles, each word in all of its forms."""

    def __init__(self, titles: Iterable[tuple[int, str]]) -> None:
        met = {(form, number) for number, title in titles for word in words_in(title) for form in forms(word)}
        self._words = sorted(met)

    def begun(self, typed: Sequence[str]) -> list[int]:
        """What has, for each typed word, a word that begins with it or with one of its forms; the newest first."""
        found: set[int] | None = None
        for word in typed:
            numbers = {number for form in (word, *forms(word)[1:2]) for number in self._with(form)}
            found = numbers if found is None else found & numbers
        return sorted(found or (), reverse=True)

    def _with(self, beginning: str) -> Iterable[int]:
        start = bisect_left(self._words, (beginning, 0))
        end = bisect_left(self._words, (beginning + LAST, 0), start)
        return (number for _word, number in self._words[start:end])


def begun_at(text: str, typed: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand whose beginnings were typed, with or without their article, in the original spelling."""
    beginnings = tuple(lead + word for word in typed for lead in ("", ARTICLE))
    if not beginnings:
        return []
    return [(one.start, one.end) for one in tokens(text, lambda word: word.startswith(beginnings))]
