"""Texts in sentences, and texts that came through the wrong alphabet."""

from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.arabic.mojibake import repaired
from rafeeq.lib.arabic.sentences import sentences

TEXT = """السلام عليكم، هل وصلت الشحنة؟ طلبت من د. أحمد 1.5 كغ بسعر ٢٫٥ ر.س. للكيلو؛ ولم يصل شيء!!
انظروا https://example.com/a?b=1.2 من فضلكم... شكرا
1. افتح التطبيق. 2. اختر «الطلبات».
قال: «لن أدفع.» ثم ذهب Dr. Sara called me. OK"""


def test_sentences_end_where_a_reader_pauses() -> None:
    assert [TEXT[one.start : one.end] for one in sentences(TEXT)] == [
        "السلام عليكم، هل وصلت الشحنة؟",
        "طلبت من د. أحمد 1.5 كغ بسعر ٢٫٥ ر.س. للكيلو؛",
        "ولم يصل شيء!!",
        "انظروا https://example.com/a?b=1.2 من فضلكم...",
        "شكرا",
        "1. افتح التطبيق.",
        "2. اختر «الطلبات».",
        "قال: «لن أدفع.»",
        "ثم ذهب Dr. Sara called me.",
        "OK",
    ]


@given(st.text(st.sampled_from("ab د.؟!؛\n 1«»"), max_size=60))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[one.start : one.end].split()) for one in spans) == "".join(text.split())


def test_what_was_read_with_the_wrong_alphabet_is_read_again() -> None:
    for text in ("السلام عليكم، أين طلبي؟", "فاتورة رقم 12", "محمد"):
        for written in ("cp1256", "utf-8"):
            assert repaired(text.encode(written).decode("latin-1")) == text
    for text in ("", "Où est déjà l'été à Orléans ?", "ÄÖÜ", "أين طلبي", "Größe", "éèà", "abc ÇáÓáÇã def is a name"):
        assert repaired(text) == text
