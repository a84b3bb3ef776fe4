"""What a search of ours takes for an article about it."""

import pytest

from rafeeq.knowledge.queries.for_staff import fits
from rafeeq.lib.search.ranking import Hit


@pytest.mark.parametrize(
    ("share", "near", "score", "has_meaning", "expected"),
    [
        (0.5, 0.0, 1.0, False, True),
        (0.1, 0.6, 1.0, True, True),
        (0.1, 0.6, 1.0, False, False),  # two words are a name: what lies near it in meaning is chance
        (0.1, 0.2, 1.0, True, False),
        (0.5, 0.6, 0.2, True, False),  # far behind the best
    ],
)
def test_an_article_holds_the_words_or_means_them(
    share: float, near: float, score: float, has_meaning: bool, expected: bool
) -> None:
    hit = Hit(1, 1, score, {"passage": share}, {"line": near, "whole": 0.9})
    assert fits(hit, 1.0, has_meaning=has_meaning) is expected
