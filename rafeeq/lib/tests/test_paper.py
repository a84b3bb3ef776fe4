"""A sheet on paper: Arabic is joined, mixed lines keep their order, long tables go on under their head."""

import re

from rafeeq.lib.paper import Sheet, in_its_own_process


def test_arabic_is_joined_and_stands_in_its_order() -> None:
    sheet = Sheet(rtl=True)
    sheet.pdf.set_compression(False)  # to be read here
    sheet.table([["ببب", "خدمة AB \u2066هنا\u2069", "x" * 200]], [1, 1, 1], head=False)
    page = bytes(sheet.pdf.output())
    letters = {int(glyph, 16): chr(int(letter, 16)) for glyph, letter in re.findall(rb"<(\w{4})> <(\w{4})>\n", page)}
    assert list(letters.values()).count("ب") == 3, "three shapes of one letter: at the beginning, within, at the end"
    assert "\u2066" not in letters.values()
    drawn = [_read(glyphs, letters) for glyphs in re.findall(rb"\((.*?)(?<!\\)\) Tj", page, re.DOTALL)]
    line = "".join(drawn[drawn.index("ببب") + 1 :])
    assert line.replace(" ", "").startswith("انهABةمدخ"), (
        "from the left: the last word, then Latin, then the first word"
    )
    assert sum(text.count("x") for text in drawn) == 200, "a word wider than its column is cut, and nothing is lost"
    assert max(text.count("x") for text in drawn) < 70


def test_a_long_table_goes_on_over_pages_and_is_made_beside_the_server() -> None:
    rows = [["الرقم", "العميل"], *([str(number), "سارة المطيري"] for number in range(60))]
    told = {"rtl": True, "title": "سجل", "tables": [{"rows": rows, "shares": [1, 2], "head": True}]}
    made = in_its_own_process(told)
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 3


def _read(glyphs: bytes, letters: dict[int, str]) -> str:
    """The letters behind a string of a PDF, in the order in which they are drawn."""
    plain = re.sub(rb"\\(.)", lambda found: {b"r": b"\r", b"n": b"\n"}.get(found[1], found[1]), glyphs)
    pairs = zip(plain[::2], plain[1::2], strict=False)
    return "".join(letters.get(high << 8 | low, "?") for high, low in pairs)
