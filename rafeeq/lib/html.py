"""HTML from strangers made safe to show, text made of it, and HTML made of plain text."""

import html as standard_html
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import nh3

from rafeeq.lib.arabic.direction import BIDI_CONTROLS, base_direction

if TYPE_CHECKING:
    from inscriptis.model.config import ParserConfig

# `bdo` is left out on purpose: an override makes text read backwards, which is a disguise.
_TAGS: Final = (nh3.ALLOWED_TAGS | {"tfoot", "font"}) - {"bdo", "map", "area"}
# Elements whose content is never meant to be read as text.
_DROPPED_WITH_CONTENT: Final = {
    "script", "style", "title", "template", "svg", "math", "iframe", "object", "embed", "applet", "audio", "video",
    "noscript", "noembed", "noframes", "xmp", "plaintext", "frameset", "select",
}  # fmt: skip
_CELL: Final = {"colspan", "rowspan", "align", "valign", "width", "height", "bgcolor", "nowrap", "headers", "scope"}
_ATTRIBUTES: Final = {
    "*": {"dir", "lang", "align", "title", "style"},
    "a": {"href"},
    "img": {"src", "data-remote-src", "alt", "width", "height", "border"},
    "table": {"border", "cellpadding", "cellspacing", "width", "height", "bgcolor", "summary"},
    "tr": {"valign", "bgcolor", "height"},
    "td": _CELL,
    "th": _CELL,
    "col": {"span", "width", "valign"},
    "colgroup": {"span", "width", "valign"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "font": {"color", "face", "size"},
    "hr": {"size", "width", "color"},
    "time": {"datetime"},
}
_STYLES: Final = {
    "color", "background-color", "direction", "display", "float", "clear", "white-space", "word-break",
    "overflow-wrap", "vertical-align", "width", "height", "max-width", "min-width",
    "text-align", "text-decoration", "text-decoration-line", "text-decoration-color", "text-decoration-style",
    "text-transform", "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "letter-spacing", "line-height", "list-style-type", "list-style-position",
    "border", "border-width", "border-style", "border-color", "border-radius", "border-collapse", "border-spacing",
    "caption-side", "empty-cells", "table-layout", "margin", "padding",
} | {
    f"{box}-{side}"
    for box in ("margin", "padding", "border")
    for side in ("top", "right", "bottom", "left", "block-start", "block-end", "inline-start", "inline-end")
} | {
    f"border-{side}-{part}" for side in ("top", "right", "bottom", "left") for part in ("color", "style", "width")
}  # fmt: skip
_COLOUR_FUNCTION = re.compile(r"\b(?:rgb|hsl)a?\([\d\s.,%/]*\)")
_STYLE_VALUE = re.compile(r"[\w\s#%.,!'\"+-]*")
_NEGATIVE = re.compile(r"(?:^|\s)-\s*[\d.]")  # a negative margin moves text out of its message and over the page
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_WEB = re.compile(r"https?://[^/?#\\]+(?:[/?#].*)?", re.IGNORECASE)
_MAIL_OR_PHONE = re.compile(r"(?:mailto|tel):.+", re.IGNORECASE)
_CID = re.compile(r"cid:[^\s<>\"'\\]+", re.IGNORECASE)

# The sanitiser takes quadratic time on deep nesting; real mails stay below 200.
_DEEPEST_SHOWN = 1000
_DEEPEST_LAID_OUT = 200
_LARGEST_LAYOUT = 30_000_000
_TABLE_ROW = re.compile("<tr[^>]*>")
_TABLE_TAG = re.compile(r"</?t(?:able|body|head|foot|r|d|h)\b[^>]*>")
_ROOT_TAG = re.compile(r"<(?:html|body)\b([^<>]{0,2000})>", re.IGNORECASE)
_ROOT_ATTRIBUTE = re.compile(r"\b(dir|lang|style)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_ROOT_STYLES = ("direction", "text-align")

# Nobody can write this into a mail beforehand, so after sanitising it can only stand where we put it.
_MARK: Final = f"x-{secrets.token_hex(16)}:"

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_URL_IN_TEXT = re.compile(f"https?://[^\\s<>\"'`\u00ab\u00bb\u060c\u061b\u061f{BIDI_CONTROLS}]+", re.IGNORECASE)
_CLOSERS: Final = {")": "(", "]": "[", "}": "{"}

AttributeFilter = Callable[[str, str, str], str | None]


def clean(html: str) -> str:
    """The HTML with nothing left that can run, load from outside or cover the page around it.

    Kept: structure, tables, direction, language, plain styles, `cid:` images. The address of an image from elsewhere
    waits in `data-remote-src`, see `with_remote_images`. Cleaning twice changes nothing.
    """
    if _nesting(html) > _DEEPEST_SHOWN:
        return from_text(_without_tags(html))
    cleaned = _in_root(html, _clean_once(html))
    for _ in range(4):
        again = _clean_once(cleaned)
        if again == cleaned:
            return cleaned
        cleaned = again
    # Markup that means something else each time it is parsed is an attack on parsers. Its words are enough.
    return from_text(to_text(cleaned))


def has_remote_images(cleaned: str) -> bool:
    """Whether `clean` held back an image that would be fetched from elsewhere."""
    found: list[str] = []

    def look(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "data-remote-src":
            found.append(value)
        return value

    _cleaner(look).clean(cleaned)
    return bool(found)


def with_remote_images(cleaned: str) -> str:
    """The cleaned HTML with its outside images put back, because a person asked to see them."""

    def mark(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "data-remote-src":
            return _MARK + value if _is_web(value) else None
        return _shown(tag, name, value)

    marked = _cleaner(mark).clean(cleaned)
    return _cleaner(_shown).clean(marked.replace(f'data-remote-src="{_MARK}', 'src="'))


def replace_cids(cleaned: str, urls: Mapping[str, str]) -> str:
    """The cleaned HTML with images that came inside the mail pointed at `urls`, which maps content ids to addresses.

    Content ids are given without `<>` and without `cid:`. An image whose part is missing loses its address.
    """

    def point(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src" and _CID.fullmatch(value):
            content_id = value[4:]
            return urls.get(content_id) or urls.get(unquote(content_id))
        return _shown(tag, name, value)

    return _cleaner(point).clean(cleaned)


def to_text(html: str) -> str:
    """What a person reads in the HTML, as plain text with tables and lists laid out. What is hidden stays out."""
    readable = _UNREADABLE.sub("", html)
    if _nesting(readable) > _DEEPEST_LAID_OUT:
        return _without_tags(readable)
    structure = _cleaner(_only_hiding).clean(readable)
    if _layout_size(structure) > _LARGEST_LAYOUT:
        structure = _TABLE_TAG.sub(" ", _TABLE_ROW.sub("<br>", structure))
    text = _laid_out(structure) if structure.strip() else ""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _laid_out(structure: str) -> str:
    from inscriptis import get_text  # brings a parser along, which a process that reads no HTML does not need

    return str(get_text(structure, _reading()))


@cache
def _reading() -> "ParserConfig":
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    return ParserConfig(css=CSS_PROFILES["strict"])


def from_text(text: str) -> str:
    """Plain text as paragraphs, each with its own direction; line breaks kept, web addresses linked, all escaped.

    A paragraph without letters (a number, a date) follows the direction of the whole text. The result is clean.
    """
    readable = _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not readable:
        return ""
    overall = base_direction(readable)
    paragraphs = []
    for paragraph in _PARAGRAPH_BREAK.split(readable):
        lines = "<br>".join(_linked(line.strip()) for line in paragraph.split("\n"))
        paragraphs.append(f'<p dir="{base_direction(paragraph, default=overall)}">{lines}</p>')
    return _cleaner(_safe).clean("\n".join(paragraphs))


def web_addresses(text: str) -> list[tuple[int, str]]:
    """Where web addresses begin in plain text, and each of them without the punctuation that follows it."""
    found = ((match.start(), _trimmed(match.group())) for match in _URL_IN_TEXT.finditer(text))
    return [(start, address) for start, address in found if _is_web(address)]


def _cleaner(attribute_filter: AttributeFilter) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )


@cache
def _cleaner_of_letters() -> nh3.Cleaner:
    return _cleaner(_safe_and_marked)


def _clean_once(html: str) -> str:
    marked = _cleaner_of_letters().clean(html)
    return marked.replace(f'data-remote-src="{_MARK}', 'data-remote-src="').replace(
        f' src="{_MARK}', ' data-remote-src="'
    )


def _safe_and_marked(tag: str, name: str, value: str) -> str | None:
    """As `_safe`, with a mark before the address of every picture that lies elsewhere."""
    safe = _safe(tag, name, value)
    return _MARK + safe if safe and tag == "img" and _is_web(safe) and name != "alt" else safe


def _safe(tag: str, name: str, value: str) -> str | None:
    """The attribute's value if a stranger may set it, made tidy, or None."""
    if name == "style":
        return _safe_style(value)
    if name == "dir":
        return value.lower() if value.lower() in ("rtl", "ltr", "auto") else None
    if name == "lang":
        return value if _LANGUAGE_TAG.fullmatch(value) else None
    address = value.strip()
    if name == "href":
        return address if _is_web(address) or (_MAIL_OR_PHONE.fullmatch(address) and not _is_odd(address)) else None
    if name == "src" and address.startswith("//"):
        address = f"https:{address}"
    if name in ("src", "data-remote-src"):
        kept = _is_web(address) or (name == "src" and _CID.fullmatch(address) and not _is_odd(address))
        return address if kept else None
    return value


def _shown(tag: str, name: str, value: str) -> str | None:
    """As `_safe`, for HTML that is clean already and may carry addresses of this installation's own images."""
    if tag == "img" and name == "src" and value.startswith("/") and not value.startswith(("//", "/\\")):
        return None if _is_odd(value) else value
    return _safe(tag, name, value)


def _safe_style(style: str) -> str | None:
    kept = []
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        property_name, plain = name.strip().lower(), value.strip()
        if not colon or property_name not in _STYLES or not _is_plain_style_value(plain):
            continue
        kept.append(f"{property_name}:{plain}")
    return ";".join(kept) or None


def _is_plain_style_value(value: str) -> bool:
    """Words, numbers and colours: no function that loads or computes, no escape, no comment, no negative length."""
    plain = _COLOUR_FUNCTION.sub(" ", value.lower())
    balanced = plain.count('"') % 2 == 0 and plain.count("'") % 2 == 0
    return bool(value) and balanced and bool(_STYLE_VALUE.fullmatch(plain)) and not _NEGATIVE.search(plain)


def _is_web(address: str) -> bool:
    return bool(_WEB.fullmatch(address)) and not _is_odd(address)


def _is_odd(address: str) -> bool:
    """Whether it holds a character no honest address needs: controls, invisible ones, spaces other than U+0020."""
    return any(c != " " and unicodedata.category(c)[0] in "CZ" for c in address)


def _in_root(html: str, cleaned: str) -> str:
    """Give the fragment what `<html>` and `<body>` said about direction and language, since those tags are gone."""
    said: dict[str, str] = {}
    for tag in _ROOT_TAG.finditer(html[:300_000]):
        for name, quoted in _ROOT_ATTRIBUTE.findall(tag.group(1)):
            value = standard_html.unescape(quoted.strip("\"'"))
            if name.lower() == "style":
                declarations = (_safe_style(value) or "").split(";")
                value = ";".join(d for d in declarations if d.partition(":")[0] in _ROOT_STYLES)
            if value:
                said[name.lower()] = standard_html.escape(value)
    if not said or not cleaned.strip():
        return cleaned
    attributes = "".join(f' {name}="{said[name]}"' for name in ("dir", "lang", "style") if name in said)
    return f"<div{attributes}>{cleaned}</div>"


class _DepthGauge:
    """Told of each start and end of an element, remembers how deep they stood in one another."""

    def __init__(self) -> None:
        self.depth = self.deepest = 0

    def start(self, _tag: str, _attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def close(self) -> int:
        return self.deepest


def _nesting(html: str) -> int:
    """How deep the elements stand in one another, in linear time."""
    if html.count("<") < _DEEPEST_LAID_OUT:
        return 0
    from lxml import etree

    parser = etree.HTMLParser(target=_DepthGauge(), huge_tree=True)
    parser.feed(html)
    return int(parser.close())


def _layout_size(html: str) -> int:
    """An upper bound of the characters a layout in columns takes, since every line is as wide as the widest cells."""
    if "<table" not in html:
        return 0
    depth = deepest = 0
    for tag in re.findall("</?table", html):
        depth += -1 if tag.startswith("</") else 1
        deepest = max(deepest, depth)
    runs = [len(run) for run in re.split("<[^>]*>", html)]
    columns = max(row.count("<t") for row in html.split("<tr"))
    return html.count("<") * min(sum(runs), max(runs) * columns * deepest)


def _only_hiding(_tag: str, name: str, value: str) -> str | None:
    """Of all attributes only what hides: widths and paddings of strangers would lay out gigabytes of spaces."""
    return "display:none" if name == "style" and "display:none" in (_safe_style(value) or "") else None


def _without_tags(html: str) -> str:
    return standard_html.unescape(re.sub(r"<[^<>]*>?", " ", html)).strip()


def _linked(line: str) -> str:
    """One line, escaped, with its web addresses as links."""
    pieces = []
    position = 0
    for start, address in web_addresses(line):
        escaped = standard_html.escape(address)
        pieces.append(standard_html.escape(line[position:start], quote=False))
        pieces.append(f'<a href="{escaped}" dir="ltr">{escaped}</a>')
        position = start + len(address)
    pieces.append(standard_html.escape(line[position:], quote=False))
    return "".join(pieces)


def _trimmed(address: str) -> str:
    while address:
        last = address[-1]
        unopened = last in _CLOSERS and address.count(_CLOSERS[last]) < address.count(last)
        if last not in ".,;:!?*_~" and not unopened:
            break
        address = address[:-1]
    return address
