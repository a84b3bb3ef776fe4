import pytest
from markupsafe import Markup

from rafeeq.ui.names import in_lines, initials, ltr


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("سارة المطيري", "س م"),
        ("عبدالله بن محمد آل سعود", "ع س"),
        ("نورة", "ن"),
        ("Sara Al-Mutairi", "S M"),
        ("sara@example.com", "S E"),
        ("  ", "?"),
        ("…", "?"),
        ("ال", "ا"),
        ("al-", "A"),
    ],
)
def test_initials_are_those_people_would_use(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_code_is_isolated_and_harmless() -> None:
    assert ltr("R-10482") == Markup('<bdi dir="ltr">R-10482</bdi>')
    assert ltr("<b>") == Markup('<bdi dir="ltr">&lt;b&gt;</bdi>')


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("أهلًا\n(١) رقم الطلب\n\nشكرًا <3", "أهلًا\n(١) رقم الطلب\n\nشكرًا &lt;3"),
        ("", ""),
        (
            "السلام عليكم\n(error 42) on my router\n\n(الجهاز جديد)\n966",
            '<span class="lines" dir="rtl">السلام عليكم</span>'
            '<span class="lines" dir="ltr">(error 42) on my router</span>'
            '<span class="lines" dir="rtl">\n(الجهاز جديد)\n966</span>',
        ),
        (
            "<b>one\nاثنان",
            '<span class="lines" dir="ltr">&lt;b&gt;one</span><span class="lines" dir="rtl">اثنان</span>',
        ),
    ],
)
def test_lines_of_one_direction_stay_together_and_others_stand_apart(text: str, shown: str) -> None:
    assert in_lines(text) == Markup(shown)
