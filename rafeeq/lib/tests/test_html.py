import re
import time
from html.parser import HTMLParser

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafeeq.lib.html import clean, from_text, has_remote_images, replace_cids, to_text, with_remote_images
from rafeeq.lib.tests import xss_payloads


def words(text: str) -> set[str]:
    return set(text.split())


INERT_TAGS = words(
    """
    a abbr acronym article aside b bdi blockquote br caption center cite code col colgroup data dd del details dfn
    div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark nav ol p
    pre q rp rt rtc ruby s samp small span strike strong sub summary sup table tbody td tfoot th thead time tr tt
    u ul var wbr
    """
)
INERT_ATTRIBUTES = words(
    """
    abbr align alt bgcolor border cellpadding cellspacing color colspan data-remote-src datetime dir face headers
    height href lang nowrap rel reversed rowspan scope size span src start style summary title type valign value
    width
    """
)
LOADING_STYLE = re.compile(r"url|expression|import|image|var\(|calc|position|\\|/\*|@|-\s*\d|bidi", re.IGNORECASE)

ARABIC_MAIL = """<html dir="rtl" lang="ar-SA"><head><title>عنوان</title><style>p{color:red}</style></head>
<body style="direction:rtl;text-align:right;background:url(https://track.test/b.png)">
<p dir="rtl" style="font-family:'Segoe UI', Tahoma;color:#333333">السلام عليكم، لم تصلني فاتورة شهر رجب.</p>
<p dir="ltr" lang="en" align="left">Order no. A-1042</p>
<p><img src="cid:shot1@mail.test" alt="صورة الفاتورة" width="300"></p>
<table border="1" bgcolor="#ffffff"><tr><th align="right">البند</th><td>رسوم التوصيل</td></tr></table>
<img src="https://track.test/open.gif?u=7" width="1" height="1" alt="">
</body></html>"""


class Tags(HTMLParser):
    """A second reader of the same markup, so that what one parser overlooks the other reports."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def elements(markup: str) -> list[tuple[str, list[tuple[str, str]]]]:
    root = lxml.html.document_fromstring(f"<body><div>{markup}</div></body>")
    by_lxml = [(str(e.tag), list(e.attrib.items())) for e in root.iter() if e is not root and e.tag != "body"]
    by_standard_library = [(tag, [(name, value or "") for name, value in attrs]) for tag, attrs in Tags(markup).found]
    return by_lxml + by_standard_library


def assert_inert(markup: str, sources: tuple[str, ...] = ("cid:",)) -> None:
    for tag, attributes in elements(markup):
        assert tag in INERT_TAGS, markup
        for name, value in attributes:
            assert name in INERT_ATTRIBUTES, markup
            if name == "href":
                assert re.match(r"(?:https?://[^/\\]|mailto:|tel:)", value, re.IGNORECASE), markup
                assert not re.search(r"[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2000-\u200a\u2028-\u202e\ufeff]", value), (
                    markup
                )
            if name == "src":
                assert value.startswith(sources), markup
            if name == "data-remote-src":
                assert re.match(r"https?://", value), markup
            if name == "style":
                assert not LOADING_STYLE.search(value), markup


def test_the_collection_of_attacks_is_large() -> None:
    assert len(set(xss_payloads.ALL)) >= 180


def test_nothing_executable_survives_and_no_wrapping_helps_it() -> None:
    for payload in xss_payloads.ALL:
        cleaned = clean(payload)
        assert_inert(cleaned)
        assert clean(cleaned) == cleaned, payload
        for around in (
            "<table><tr><td>{}</td></tr></table>",
            "<p dir=rtl><b>{}",
            "<a href=https://a.test>{}</a>",
            "<!--{}-->",
        ):
            assert_inert(clean(around.format(payload)))


def test_putting_images_back_opens_no_door() -> None:
    for payload in xss_payloads.ALL:
        cleaned = clean(payload)
        assert_inert(with_remote_images(cleaned), sources=("cid:", "https://", "http://"))
        assert_inert(replace_cids(cleaned, {"a": "/files/1"}), sources=("cid:", "/files/"))


def test_attacks_sent_as_plain_text_are_only_text() -> None:
    for payload in xss_payloads.ALL:
        made = from_text(payload)
        assert_inert(made)
        assert {tag for tag, _ in elements(made)} <= {"div", "p", "br", "a"}, payload


PIECES = st.sampled_from(
    [
        *xss_payloads.ALL,
        *sorted(words("<p> </p> <div> </div> <table> <tr> <td> </table> </a> <b> </b> <ul> <li> <pre> <svg> </svg>")),
        *sorted(words("<math> <style> <!-- --> سلام &lt; ' < \"")),
        *("\n", "\n\n", "\x00", "<body dir=rtl>", "<a href=https://a.test>"),
        "<img src=https://a.test/1.png data-remote-src=https://b.test/2.png>",
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text()))
def test_cleaning_is_safe_and_happens_once(markup: str) -> None:
    cleaned = clean(markup)
    assert clean(cleaned) == cleaned
    assert_inert(cleaned)


@pytest.mark.parametrize(
    "unsteady",
    [
        "<pre>\n\n\n\nسطر</pre>",
        "<img src=https://a.test/1.png data-remote-src=https://b.test/2.png>",
        "<a href=https://a.test>1<table><tr><td><a href=https://b.test>2</a></table></a>",
        "<pre>" + "\n" * 40 + "سطر</pre>",
    ],
)
def test_markup_that_changes_when_parsed_again_is_settled(unsteady: str) -> None:
    cleaned = clean(unsteady)
    assert clean(cleaned) == cleaned
    assert to_text(cleaned).split() == to_text(unsteady).split()


@given(st.text())
def test_made_html_is_already_clean(text: str) -> None:
    made = from_text(text)
    assert clean(made) == made


def test_an_arabic_mail_keeps_its_direction_language_and_pictures() -> None:
    cleaned = clean(ARABIC_MAIL)
    root = lxml.html.fragment_fromstring(cleaned)
    assert (root.get("dir"), root.get("lang")) == ("rtl", "ar-SA")
    assert root.get("style") == "direction:rtl;text-align:right"
    first, second = root.findall("p")[:2]
    assert first.get("dir") == "rtl"
    assert "color:#333333" in first.get("style", "")
    assert "Tahoma" in first.get("style", "")
    assert (second.get("dir"), second.get("lang"), second.get("align")) == ("ltr", "en", "left")
    picture = root.find(".//img")
    assert picture is not None
    assert (picture.get("src"), picture.get("alt")) == ("cid:shot1@mail.test", "صورة الفاتورة")
    assert root.find(".//th").get("align") == "right"
    assert "عنوان" not in cleaned


def test_showing_a_mail_causes_no_outside_request_until_asked() -> None:
    cleaned = clean(ARABIC_MAIL)
    assert 'data-remote-src="https://track.test/open.gif?u=7"' in cleaned
    assert ' src="http' not in cleaned
    assert has_remote_images(cleaned)
    shown = with_remote_images(cleaned)
    assert ' src="https://track.test/open.gif?u=7"' in shown
    assert not has_remote_images(shown)


def test_talking_about_images_is_not_having_them() -> None:
    talk = '<p>اكتب data-remote-src="https://a.test/x" بدل src="https://a.test/x"</p>'
    assert clean(talk) == talk
    assert not has_remote_images(talk)
    assert with_remote_images(talk) == talk


def test_an_image_without_a_scheme_is_remote_too() -> None:
    assert clean("<img src=//a.test/x.png>") == '<img data-remote-src="https://a.test/x.png">'


def test_one_image_with_two_addresses_shows_one() -> None:
    cleaned = clean("<img src=cid:own data-remote-src=https://a.test/x>")
    assert with_remote_images(cleaned) == '<img src="cid:own">'


def test_own_images_are_pointed_at_their_addresses_and_stay_there() -> None:
    cleaned = clean('<img src="cid:shot1@mail.test"><img src="CID:a%40b"><img src="cid:gone" alt="x">')
    shown = replace_cids(cleaned, {"shot1@mail.test": "/files/7/?a=1&b=2", "a@b": "/files/8/"})
    assert [e.get("src") for e in lxml.html.fragment_fromstring(f"<div>{shown}</div>")] == [
        "/files/7/?a=1&b=2", "/files/8/", None,
    ]  # fmt: skip
    assert with_remote_images(shown) == shown


def test_links_open_without_telling_where_from() -> None:
    assert clean('<a href=" https://a.test/x?a=1&amp;b=سلام " target=_top>x</a>') == (
        '<a href="https://a.test/x?a=1&amp;b=سلام" rel="noopener noreferrer nofollow">x</a>'
    )
    assert 'href="mailto:help@a.test?subject=طلب رقم 5"' in clean(
        '<a href="mailto:help@a.test?subject=طلب رقم 5">x</a>'
    )
    assert 'href="tel:+966500000000"' in clean('<a href="tel:+966500000000">x</a>')


@pytest.mark.parametrize(
    ("start", "repeated", "times"),
    [
        ("", "<div>", 50_000),
        ("", "<div><!--</div>-->", 10_000),
        ("", "<div title='</div>'>", 10_000),
        ("", "<", 100_000),
        ("", "<body ", 15_000),
        ("", "<p>", 15_000),
        ("", "<b><p>", 2_500),
        ("", "<table><tr><td>", 10_000),
        ("", "<table><tr><td>x</table>", 2_500),
        ("<p style='", "color:red;", 15_000),
        ("<a href='", "x", 250_000),
    ],
)
def test_hostile_size_takes_linear_time(start: str, repeated: str, times: int) -> None:
    def cpu_seconds(count: int) -> float:
        markup = start + repeated * count + "'>x"
        began = time.process_time()
        assert len(clean(markup)) < 10 * len(markup)
        to_text(markup)
        return time.process_time() - began

    quarter = min(cpu_seconds(times // 4) for _ in range(2))
    assert cpu_seconds(times) < 10 * quarter + 0.3


@pytest.mark.parametrize(
    "hostile",
    [
        '<p style="padding-left:99999999999em;margin-top:99999999999em">{}</p>',
        "<table><tr><td>" + "x" * 50_000 + "<td>y" + "<tr><td>a<td>b" * 5_000 + "</table>{}",
        "<table><tr><td>" + "x" * 50_000 + "<td>" + "<br>" * 50_000 + "</table>{}",
        ("<table><tr><td>" + "x" * 2_000 + "<td>") * 50 + "<br>" * 5_000 + "{}",
        "<table><tr><td colspan=999999999 rowspan=999999999>{}</table>",
    ],
)
def test_a_small_mail_makes_no_giant_text(hostile: str) -> None:
    text = to_text(hostile.format("مرحبا"))
    assert "مرحبا" in text
    assert len(text) < 2 * len(hostile)


def test_words_of_an_absurdly_nested_mail_are_kept() -> None:
    assert "مرحبا" in clean("<div>" * 50_000 + "مرحبا")
    assert "مرحبا" in to_text("<div>" * 50_000 + "مرحبا")


def test_text_of_html_reads_like_the_page() -> None:
    text = to_text(
        "<head><title>t</title><style>x</style></head><p>السلام عليكم&nbsp;ورحمة الله</p>"
        "<ul><li>الفاتورة<li>الشحنة</ul><table><tr><td>البند<td>المبلغ<tr><td>التوصيل<td>15</table>"
        "<p>سطر<br>آخر</p><p style='display:none'>خفي</p>"
    )
    lines = [line.strip() for line in text.splitlines()]
    assert "السلام عليكم ورحمة الله" in lines[0].replace("\u00a0", " ")
    assert "* الفاتورة" in lines
    assert "* الشحنة" in lines
    assert any(re.fullmatch(r"البند\s+المبلغ", line) for line in lines)
    assert any(re.fullmatch(r"التوصيل\s+15", line) for line in lines)
    assert lines[-2:] == ["سطر", "آخر"]


@pytest.mark.parametrize(
    "nothing", ["", " ", "\x00", "<!-- x -->", "<?xml version='1.0' encoding='utf-8'?>", "<p></p>"]
)
def test_no_words_give_no_text(nothing: str) -> None:
    assert to_text(nothing) == ""


@given(st.text())
def test_any_text_can_be_read(markup: str) -> None:
    to_text(markup)


def test_every_paragraph_has_its_own_direction() -> None:
    made = from_text("مرحبا Sara،\nسطر ثان\n\n2026/11/21\n\nOrder A-1 تم\n\n")
    assert [(p.get("dir"), p.text_content()) for p in lxml.html.fragments_fromstring(made)] == [
        ("rtl", "مرحبا Sara،سطر ثان"), ("rtl", "2026/11/21"), ("ltr", "Order A-1 تم"),
    ]  # fmt: skip
    assert made.count("<br>") == 1


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("انظر https://a.test/t/abc/.", "https://a.test/t/abc/"),
        ("(https://a.test/x_(y))", "https://a.test/x_(y)"),
        ("الرابط «https://a.test/x»، شكرا", "https://a.test/x"),
        ("https://a.test/بحث?q=1&b=2؟", "https://a.test/بحث?q=1&b=2"),
        ("\u200fhttps://a.test/x\u200f", "https://a.test/x"),
    ],
)
def test_addresses_in_text_become_links_without_their_punctuation(text: str, address: str) -> None:
    links = lxml.html.fragment_fromstring(from_text(text)).findall("a")
    assert [(a.get("href"), a.get("dir"), a.text) for a in links] == [(address, "ltr", address)]
    assert lxml.html.fragment_fromstring(from_text(text)).text_content() == text


def test_plain_text_loses_nothing() -> None:
    assert from_text("5 < 7 & \"x\" 'y'\r\n<b>") == '<p dir="ltr">5 &lt; 7 &amp; "x" \'y\'<br>&lt;b&gt;</p>'
    assert from_text(" \n ") == ""
