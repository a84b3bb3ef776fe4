"""What tells who somebody is goes out of a text, and what only looks like it stays."""

import time

import pytest

from rafeeq.lib import redact
from rafeeq.lib.redact import found, masked, redacted


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("رقمي 0551234567 كلموني", ["phone"]),
        ("جوالي ٠٥٥ ١٢٣ ٤٥٦٧ وشكرًا", ["phone"]),
        ("call +966 55 123 4567 please", ["phone"]),
        ("راسلوني على sara.m@example.com.", ["mail"]),
        ("الآيبان SA03 8000 0000 6080 1016 7519 لو سمحت", ["iban"]),
        ("بطاقتي 4111 1111 1111 1111 انتهت", ["card"]),
        ("هويتي 1000000008", ["identity"]),
        ("كلمة السر: abc123", ["secret"]),
        ("رمز التحقق 445566 ما يشتغل", ["secret"]),
        ("طلبي رقم 48213 لم يصل", []),
        ("كم رسوم 1500 ريال في 2026-11-30؟", []),
        ("🙂" * 50, []),
        ("", []),
    ],
)
def test_each_kind_is_told_from_an_ordinary_number(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in found(text)] == kinds
    for one in found(text):
        assert text[one.start : one.end] not in redacted(text)


def test_known_names_go_in_every_spelling_and_nothing_around_them() -> None:
    said = "اتصلت سَارة وقالت لساره إن أحمد سار إليها"
    assert redacted(said, ["سارة المطيري", "احمد"]) == "اتصلت [name] وقالت [name] إن [name] سار إليها"
    assert redacted("سارة 0551234567", mark=lambda kind: "•") == "سارة •"


def test_what_leaves_the_house_has_placeholders_that_come_back() -> None:
    said = (
        "أنا سارة، جوالي 0551234567 وبريدي s@example.com، طلبي رقم 482 و ORD-99812 وعقد ٧٧١٢٣٤، ثم 0551234567 مرة أخرى"
    )
    bare = masked(said, ["سارة المطيري"])
    for told in ("سارة", "0551234567", "s@example.com", "482", "99812", "٧٧١٢٣٤"):
        assert told not in bare.text, bare.text
    assert bare.text.count("[phone-1]") == 2, "one thing has one name"
    assert bare.back(bare.text) == said
    assert bare.back("[name-9] [x-1]") == "[name-9] [x-1]"
    assert "551234567" not in repr(bare)
    assert "نورة" not in masked("السلام عليكم، اسمي نورة العتيبي وأسأل عن الرسوم").text
    assert "Jane" not in masked("Hi, my name is Jane Doe.").text
    for kept in ("كم رسوم 1500 ريال في 2026-11-30؟", "ضمان iPhone 15 سنتين", "خلال 14 يوم الساعة 8:30", "باقة 5G"):
        assert masked(kept).text == kept


def test_what_a_letter_costs_grows_as_its_length_however_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact, "_phones", lambda _plain: [])  # a library's, whose growth is its own

    def cost(letter: str) -> float:
        before = time.process_time()
        masked(letter, ["سارة"])
        return time.process_time() - before

    for piece in ("-", "a-", "1-", "1-b", "a.", "a@", "order ", "رقمال", "4111 ", "1000000008 "):
        short, long = ((piece * size)[:size] for size in (2_500, 10_000))
        # Four times the length is four times the cost; it would be sixteen times and more if all looked at all.
        assert min(cost(long) for _ in range(3)) < 9 * min(cost(short) for _ in range(3)) + 0.002, piece
    gap = " " * 5_000
    assert masked(f"order{gap}7 رقم{gap}8").text == f"order{gap}[number-1] رقم{gap}[number-2]"
