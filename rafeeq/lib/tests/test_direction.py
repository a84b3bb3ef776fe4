import pytest

from rafeeq.lib.arabic.direction import base_direction, language_guess, strip_bidi_controls


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("مرحبا Sara", "rtl"),
        ("Sara مرحبا", "ltr"),
        ("1042 - شحنة", "rtl"),
        ("«رد»", "rtl"),
        ("שלום", "rtl"),
        ("١٢٣", "ltr"),
        ("", "ltr"),
        ("\u2068Sara\u2069 كتبت", "rtl"),
        ("\u200fRafeeq", "rtl"),
    ],
)
def test_a_paragraph_is_read_in_the_direction_of_its_first_strong_character(text: str, direction: str) -> None:
    assert base_direction(text) == direction


def test_text_without_letters_follows_its_surroundings() -> None:
    assert base_direction("12/3", default="rtl") == "rtl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أين شحنتي؟", "ar"),
        ("Where is my parcel?", "en"),
        ("شحنتي رقم ABX-1042-KSA متأخرة", "ar"),
        ("Please call محمد about the invoice of last month", "en"),
        ("وين الطلب\n--\nSara Ali\nSales Dept", "ar"),
        ("5", "ar"),
    ],
)
def test_the_language_of_a_mail_is_told_by_its_letters(text: str, language: str) -> None:
    assert language_guess(text) == language


def test_hidden_direction_controls_go_and_joiners_stay() -> None:
    assert strip_bidi_controls("photo\u202egpj.exe\u2069\u200f\u061c") == "photogpj.exe"
    assert strip_bidi_controls("می\u200cخواهم") == "می\u200cخواهم"
