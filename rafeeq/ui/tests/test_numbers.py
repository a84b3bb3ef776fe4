from collections.abc import Iterator

import pytest
from django.utils import translation
from markupsafe import Markup

from rafeeq.ui import choices
from rafeeq.ui.numbers import digits, number, size, spoken


@pytest.fixture(params=["arab", "latn"])
def style(request: pytest.FixtureRequest) -> Iterator[str]:
    with choices.using(choices.make(language="ar", digits=request.param)):
        yield request.param


def test_numbers_have_one_style_of_digits(style: str) -> None:
    shown = [number(12345.6), number(7), number(0.25, 1), number(1234.5, 0), digits("غرفة 12"), digits("غرفة ١٢")]
    if style == "arab":
        assert shown == ["١٢٬٣٤٥٫٦", "٧", "٠٫٢", "١٬٢٣٤", "غرفة ١٢", "غرفة ١٢"]
    else:
        assert shown == ["12,345.6", "7", "0.2", "1,234", "غرفة 12", "غرفة 12"]


def test_digits_leave_tags_and_entities_of_safe_markup_alone() -> None:
    with choices.using(choices.make(language="ar")):
        assert digits(Markup('<b id="h1">5 &#39; 6</b>')) == Markup('<b id="h1">٥ &#39; ٦</b>')
        assert isinstance(digits(Markup("<b>5</b>")), Markup)
        assert not isinstance(digits("<b>5</b>"), Markup)


def test_a_sentence_counts_in_the_readers_digits_and_leaves_codes_alone() -> None:
    with choices.using(choices.make(language="ar")):
        assert spoken("يتجاوز 200 حرف (لديك 312).") == "يتجاوز ٢٠٠ حرف (لديك ٣١٢)."
        for code in ("a1@b2.example", "v2.1-rc3", "http://127.0.0.1:8000/t/5", "#12", "10:30"):
            assert spoken(f"القيمة {code} مرفوضة") == f"القيمة {code} مرفوضة"


@pytest.mark.parametrize(
    ("count", "english", "arabic"),
    [
        (0, "0 byte", "٠ بايت"),
        (999, "999 byte", "٩٩٩ بايت"),
        (1_400_000, "1.4 MB", "١٫٤ م.ب"),
        (52_000_000, "52 MB", "٥٢ م.ب"),
    ],
)
def test_sizes_are_told_in_words(count: int, english: str, arabic: str) -> None:
    with translation.override("en"):
        assert size(count) == english
    with translation.override("ar"):
        assert size(count) == arabic
