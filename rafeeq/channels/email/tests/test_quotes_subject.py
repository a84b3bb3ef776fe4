"""A subject loses what mail programs put before it, and nothing a person wrote."""

import pytest

from rafeeq.channels.email.quotes import strip_prefixes


@pytest.mark.parametrize(
    "prefix",
    [
        "رد:",
        "رد :",
        "ردّ:",
        "الرد:",
        "إعادة توجيه:",
        "إعادة توجيه :",
        "اعادة توجيه:",
        "تحويل:",
        "رد: RE:",
        "RE: رد: FW:",
        "Re:",
        "RE:",
        "Fwd:",
        "FW:",
        "AW:",
        "WG:",
        "SV:",
        "VS:",
        "TR:",
        "Ré:",
        "RV:",
        "ENC:",
        "Antw:",
        "Odp:",
        "Ynt:",
        "Re[2]:",
        "RE(3):",
        "Re^2:",
        "Re：",
        "رد：",
        "回复：",
        "答复:",
        "转发:",
        "返信:",
        "Ответ:",
        "השב:",
        "پاسخ:",
        "\u200fرد:\u200f",
        "\u202bرد:",
        "Re:Re:Re:",
    ],
)
def test_prefixes_are_taken_off(prefix: str) -> None:
    assert strip_prefixes(f"{prefix} طلب 81: متأخر") == "طلب 81: متأخر"


@pytest.mark.parametrize(
    "subject",
    [
        "طلب 81: متأخر",
        "ردكم على طلبي: متى؟",
        "Receipt: 81",
        "Order AW: 12",
        "إعادة المبلغ: طلب",
        "10:30 موعد",
        "رد",
        "Re",
        "",
    ],
)
def test_words_of_people_stay(subject: str) -> None:
    assert strip_prefixes(subject) == subject


def test_nothing_but_prefixes() -> None:
    assert strip_prefixes("رد: Re: ") == ""


def test_a_long_row_of_prefixes() -> None:
    assert strip_prefixes("Re: " * 2000 + "طلب") == "طلب"
