"""What tells who somebody is goes out of a text, and what only looks like it stays."""

import pytest

from rafeeq.lib.redact import found, redacted


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
