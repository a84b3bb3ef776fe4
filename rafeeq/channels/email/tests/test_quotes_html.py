"""An HTML reply is split at the marks of the sender's mail program, and no visible word is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from rafeeq.channels.email.quotes.html import split_html

NEW = '<div dir="rtl">استلمت <b>الطلب</b> ناقصا</div>'
OLD = "<p>شكرا لطلبك</p>"
ATTRIBUTION = "في ١٧ سبتمبر ٢٠٢٦، الساعة ٩:٠٥ ص، كتبت سلمى &lt;care@store.example&gt;:"
# A line in a language nobody has put in the table: only the structure tells.
FOREIGN = "Kuri 17 Nzeri 2026, Salma yanditse:"

CLIENTS = {
    "gmail": f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{FOREIGN}<br></div>'
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "gmail, old": f'<div class="gmail_quote">{FOREIGN}<br><blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "gmail, forward": f'<div class="gmail_quote"><div class="gmail_attr">---------- {FOREIGN}</div>{OLD}</div>',
    "outlook web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Xa:</b> Salma</div><div>{OLD}</div>',
    "outlook, renamed": f'<hr><div id="x_x_divRplyFwdMsg"><b>Xa:</b> Salma</div><div>{OLD}</div>',
    "outlook desktop": '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm">'
    "<p><b>من:</b> سلمى<br>"
    f"<b>تم الإرسال:</b> 17 سبتمبر 2026<br><b>إلى:</b> منى<br><b>الموضوع:</b> الطلب</p></div></div>{OLD}",
    "outlook mobile": f'<div id="mail-editor-reference-message-container"><div><b>Xa:</b> Salma</div>{OLD}</div>',
    "thunderbird": f'<div class="moz-cite-prefix">{FOREIGN}<br></div>'
    f'<blockquote type="cite" cite="mid:1@x">{OLD}</blockquote>',
    "apple": f'<div><br><blockquote type="cite"><div>{ATTRIBUTION}</div><br><div>{OLD}</div></blockquote></div>',
    "apple, above": f'<div><br>{ATTRIBUTION}<br></div><blockquote type="cite">{OLD}</blockquote>',
    "yahoo": f'<div id="yahoo_quoted_1" class="yahoo_quoted"><div>{FOREIGN}</div>{OLD}</div>',
    "yahoo, renamed": f'<div class="ydp8f1yahoo_quoted"><div>{FOREIGN}</div>{OLD}</div>',
    "proton": f'<div class="protonmail_quote">{FOREIGN}<br>'
    f'<blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
    "zoho": f'<div class="zmail_extra"><div>---- {FOREIGN} ----</div>{OLD}</div>',
    "ours": f'<div>{ATTRIBUTION}</div><div data-rafeeq-quote="t1">{OLD}</div>',
    "plain blockquote": f"<p>{ATTRIBUTION}</p><blockquote>{OLD}</blockquote>",
    "no blockquote": f"<div>{ATTRIBUTION}</div><div>{OLD}</div>",
    "separator": f"<div>-----الرسالة الأصلية-----</div><div>{OLD}</div>",
    "header": "<div>من: سلمى &lt;care@store.example&gt;<br>تم الإرسال: 17 سبتمبر 2026<br>الموضوع: الطلب</div>"
    f"<div>{OLD}</div>",
}


def _words(html: str) -> Counter[str]:
    if not html.strip():
        return Counter()
    root = lxml_html.document_fromstring(f"<div>{html}</div>")
    return Counter(" ".join(root.itertext()).split())


def _letters(html: str) -> Counter[str]:
    """Every visible letter: where a stray end tag falls away two texts may stand together, and none is lost."""
    return Counter("".join(_words(html).elements()))


@pytest.mark.parametrize("quote", [pytest.param(value, id=key) for key, value in CLIENTS.items()])
class TestClients:
    def test_the_quote_is_cut_and_kept_aside(self, quote: str) -> None:
        split = split_html(NEW + quote)
        assert _words(split.new_html) == _words(NEW)
        assert _words(split.quoted_html) == _words(quote)

    def test_in_a_whole_document(self, quote: str) -> None:
        split = split_html(f'<html lang="ar"><head><title>x</title></head><body dir="rtl">{NEW}{quote}</body></html>')
        assert split.new_html.startswith('<div lang="ar" dir="rtl">')
        assert _words(split.new_html) == _words(NEW)

    def test_alone_it_is_the_message(self, quote: str) -> None:
        split = split_html(quote)
        assert (split.new_html, split.quoted_html) == (quote, "")

    def test_below_a_picture(self, quote: str) -> None:
        assert split_html(f'<img src="cid:1">{quote}').new_html.startswith('<img src="cid:1">')


class TestAnswers:
    def test_between_the_quoted_parts_they_stay_in_context(self) -> None:
        html = (
            f'<div class="gmail_quote"><div class="gmail_attr">{FOREIGN}</div>'
            '<blockquote class="gmail_quote">أين؟</blockquote>'
            '<div>في أبها</div><blockquote class="gmail_quote">ومتى؟</blockquote><div>غدا</div></div>'
        )
        split = split_html(html)
        assert _words(split.new_html) == _words("أين؟ في أبها ومتى؟ غدا")
        assert _words(split.quoted_html) == _words(FOREIGN)

    def test_below_the_quote(self) -> None:
        split = split_html(
            f'<div class="moz-cite-prefix">{FOREIGN}</div><blockquote type="cite">{OLD}</blockquote>{NEW}'
        )
        assert _words(split.new_html) == _words(NEW)

    def test_above_and_below_the_quote(self) -> None:
        split = split_html(f"{NEW}{CLIENTS['gmail']}<div>وشكرا</div>")
        assert _words(split.new_html) == _words(NEW + "وشكرا")


@pytest.mark.parametrize(
    "html",
    [
        "<p>تقولون في سياستكم:</p><blockquote>الاستبدال مجاني</blockquote><p>فلماذا الرسوم؟</p>",
        "<p>تقولون في سياستكم:</p><blockquote>الاستبدال مجاني</blockquote>",
        '<div style="border-top: 1px solid #ccc">من: أبها</div><div>إلى: جازان</div>',
        '<p>أريد نقلا</p><div style="border-top: 1px solid #ccc">من: أبها</div><div>إلى: جازان</div>',
        "<p>أول</p><hr><p>ثان</p>",
        "سطر بلا وسوم",
        "<!-- x -->",
        "",
    ],
)
def test_what_people_write_is_kept(html: str) -> None:
    split = split_html(html)
    assert (split.new_html, split.quoted_html) == (html, "")


@pytest.mark.parametrize(
    "html",
    [
        f'<?xml version="1.0" encoding="windows-1256"?>{NEW}{CLIENTS["gmail"]}',
        f"\x00\x0b{NEW}&#1;{CLIENTS['thunderbird']}&#11;\ud800",
        "<div>" * 20000 + NEW + CLIENTS["gmail"],
        "<blockquote type=cite>قديم" * 3000,
        "<frameset><frame src=x></frameset>",
        "<body><body></html><p",
    ],
)
def test_broken_html_is_survived(html: str) -> None:
    split = split_html(html)
    assert "استلمت" not in html or "استلمت" in split.new_html


_PIECES = [
    NEW,
    OLD,
    ATTRIBUTION,
    "<br>",
    "<hr>",
    "نص",
    "<div>",
    "</div>",
    "<table><tr><td>",
    "<blockquote>",
    "</blockquote>",
    "<b>",
    "</b>",
    "<!-- c -->",
    '<div class="gmail_quote">',
    '<blockquote type="cite">',
    '<div id="divRplyFwdMsg">',
    "<p>",
    "من: أ<br>إلى: ب@ج.د<br>",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_no_visible_letter_is_lost_or_doubled(pieces: list[str]) -> None:
    html = "".join(pieces)
    split = split_html(html)
    assert _letters(split.new_html) + _letters(split.quoted_html) == _letters(html)
