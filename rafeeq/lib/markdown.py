"""Markdown as articles are written in it: shown as safe HTML, cut into its parts, and read as plain text.

HTML inside of it is shown as letters. `markdown-it-py` is loaded by whoever reads an article and by nobody else.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from rafeeq.lib.html import clean, replace_cids

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST: Final = 200_000  # letters; what is longer is shown as it was written
_TOP: Final = 2  # the title of the page stands above every heading of the text
_HEADING = re.compile(r"<h([1-6])>")
_TASHKEEL = re.compile("[\u064b-\u0655\u0670\u0640]")
_ARTICLE = re.compile(r"article:(\d{1,9})((?:#[^\s\"<>]*)?)")
# Cleaning leaves addresses of the web alone, and nobody can write this one beforehand: ours take its place afterwards.
_HERE: Final = f"https://{secrets.token_hex(16)}.invalid/"
_LEADING = re.compile(rf'<a href="{re.escape(_HERE)}(\d+)((?:#[^"]*)?)"[^>]*(?=>)')
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: its level below the page's title (2 is the first), its words, where it is found."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, as a person reads it; the part before the first heading has none."""

    anchor: str
    heading: str
    text: str


def render(text: str, pictures: Mapping[str, str] | None = None, articles: Mapping[int, str] | None = None) -> str:
    """The text as HTML in which nothing can run, each heading with its anchor. Cleaned already.

    `pictures` maps what stands after `cid:` to the address of a picture of our own; others are not shown. `articles`
    maps what stands after `article:` in a link to an address; of other such links the words alone are shown.
    """
    if len(text) > LONGEST:
        return f"<pre>{escape(text)}</pre>"
    tokens = _parser().parse(text)
    _lead(tokens, articles or {})
    found = iter(_headings(tokens))
    html = replace_cids(
        clean(_parser().renderer.render(tokens, _parser().options, {})), {} if pictures is None else pictures
    )
    html = _LEADING.sub(lambda met: f'<a href="{escape((articles or {})[int(met[1])])}{met[2]}"', html)
    levels = iter([heading.level for heading in _headings(tokens)])

    def anchored(_match: re.Match[str]) -> str:
        heading = next(found)
        return f'<h{heading.level} id="{escape(heading.anchor)}" dir="auto">'

    def closed(_match: re.Match[str]) -> str:
        return f"</h{next(levels)}>"

    html = re.sub(r"</h[1-6]>", closed, _HEADING.sub(anchored, html))
    html = re.sub(r"<(p|li|td|th|blockquote)(?=[ >])", r'<\1 dir="auto"', html)
    return html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


def linked(text: str) -> set[int]:
    """The numbers of the articles that a text may lead to: `[words](article:12)`."""
    return {int(number) for number in re.findall(r"article:(\d{1,9})\b", text)}


def headings(text: str) -> list[Heading]:
    """The headings of a text in their order."""
    return _headings(_parser().parse(text[:LONGEST]))


def sections(text: str) -> list[Section]:
    """The parts of a text by their headings, each as plain text; an empty beginning is left out."""
    tokens = _parser().parse(text[:LONGEST])
    found = iter(_headings(tokens))
    parts: list[tuple[Heading | None, list[Token]]] = [(None, [])]
    inside = False
    for token in tokens:
        if token.type == "heading_open":
            parts.append((next(found), []))
            inside = True
        elif token.type == "heading_close":
            inside = False
        elif not inside:
            parts[-1][1].append(token)
    told = [(heading, "\n".join(_lines(inner)).strip()) for heading, inner in parts]
    return [
        Section(heading.anchor if heading else "", heading.text if heading else "", said)
        for heading, said in told
        if heading or said
    ]


def plain(text: str) -> str:
    """The whole text as a person reads it."""
    return "\n\n".join("\n".join(filter(None, (part.heading, part.text))) for part in sections(text))


def escaped(words: str) -> str:
    """Plain words with everything marked that Markdown would take for its own."""
    return _MARKS.sub(r"\\\1", " ".join(words.split()))


def anchor_of(heading: str) -> str:
    """The anchor of a heading: its letters and digits in any script, joined by hyphens."""
    bare = _TASHKEEL.sub("", unicodedata.normalize("NFC", heading)).lower()
    return "h-" + ("-".join(re.findall(r"\w+", bare))[:80].strip("-") or "x")


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False})
    return made.enable(["table", "strikethrough"])


def _lead(tokens: "Sequence[Token]", articles: Mapping[int, str]) -> None:
    """Give each link to an article its address; where there is none, leave its words."""
    for block in tokens:
        kept, closings = [], list[bool]()
        for token in block.children or []:
            if token.type == "link_open":
                met = _ARTICLE.fullmatch(_with_digits(str(token.attrGet("href") or "")))
                address = articles.get(int(met[1])) if met else ""
                closings.append(met is not None and not address)
                if address and met:
                    token.attrSet("href", f"{_HERE}{int(met[1])}{met[2]}")
            gone = closings[-1] if closings and token.type in ("link_open", "link_close") else False
            if token.type == "link_close" and closings:
                closings.pop()
            if not gone:
                kept.append(token)
        if block.children:
            block.children = kept


def _with_digits(address: str) -> str:
    """The address of an article with its number as it was typed: Arabic digits have become %D9%A1 and the like."""
    scheme, colon, rest = address.partition(":")
    number, sign, part = rest.partition("#")
    return f"{scheme}{colon}{unquote(number)}{sign}{part}" if scheme == "article" else address


def _headings(tokens: "Sequence[Token]") -> list[Heading]:
    opened = [(int(token.tag[1]), tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "heading_open"]
    shift = _TOP - min((level for level, _inline in opened), default=_TOP)
    made, taken = [], set[str]()
    for level, inline in opened:
        said = _words(inline)
        anchor = first = anchor_of(said)
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{first}-{number}"
        taken.add(anchor)
        made.append(Heading(min(6, level + shift), said, anchor))
    return made


def _words(inline: "Token") -> str:
    """The words of a line without its marks; of a picture what it shows."""
    said = []
    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            said.append("\n")
        elif token.type == "image" or not token.type.endswith(("_open", "_close")):
            said.append(token.content)
    return "".join(said).strip()


def _lines(tokens: "Sequence[Token]") -> Iterator[str]:
    """Blocks as lines: steps with their numbers, each row of a table with the names of its columns."""
    marks: list[int | None] = []
    mark, columns, row, in_head = "", list[str](), list[str](), False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            marks.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            marks.pop()
        elif token.type == "list_item_open":
            number = marks[-1]
            mark = "- " if number is None else f"{number}. "
            marks[-1] = None if number is None else number + 1
        elif token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
            columns = [] if in_head else row
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and not in_head:
            yield " · ".join(_cell(columns, at, said) for at, said in enumerate(row) if said)
        elif token.type == "inline" and token.level >= 3 and token.map and _in_row(tokens, token):
            row.append(_words(token))
        elif token.type == "inline":
            yield mark + _words(token)
            mark = ""
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")


def _in_row(tokens: "Sequence[Token]", token: "Token") -> bool:
    at = tokens.index(token)
    return at > 0 and tokens[at - 1].type in ("td_open", "th_open")


def _cell(columns: Sequence[str], at: int, said: str) -> str:
    return f"{columns[at]}: {said}" if at < len(columns) and columns[at] else said
