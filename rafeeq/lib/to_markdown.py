"""HTML and DOCX made into Markdown: what is pasted from a word processor, and what is imported.

What converts is loaded by whoever converts, and by nobody else.
"""

import base64
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any, Final

from rafeeq.lib.html import clean

LARGEST: Final = 5_000_000  # letters of HTML
LARGEST_DOCX: Final = 200 * 1024 * 1024  # bytes of a DOCX once it is unpacked
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")
# What word processors write for themselves: comments, their own tags, lists made of paragraphs.
_OFFICE = re.compile(r"<!--.*?-->|<\?xml[^>]*>|</?(?:o|w|m|v|st1):[^>]*>", re.DOTALL | re.IGNORECASE)
_LIST_PARAGRAPH = re.compile(r"<p[^>]*(?:mso-list|MsoListParagraph)[^>]*>(.*?)</p>", re.IGNORECASE | re.DOTALL)
_BULLET = re.compile(r"\A(?:\s|<[^>]*>|&nbsp;)*(?:[·•●o§▪‣-]|(\d{1,3})[.)-])(?:\s|<[^>]*>|&nbsp;)+", re.IGNORECASE)
_IMAGE = re.compile(r"<img[^>]*>", re.IGNORECASE)


class Unreadable(ValueError):
    """The document cannot be read."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came inside of a document; the text shows it where it says `cid:` and its name."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Converted:
    """A document as Markdown, its title apart."""

    title: str
    body: str
    pictures: list[Picture] = field(default_factory=list)


def from_html(html: str) -> str:
    """The HTML as Markdown: headings, lists, tables, links and emphasis; everything else is left out."""
    from markdownify import MarkdownConverter

    tidy = _LIST_PARAGRAPH.sub(_listed, _OFFICE.sub("", html[:LARGEST]))
    safe = clean(re.sub(r"</(ul|ol)>\s*<\1>", "", tidy))
    options: dict[str, Any] = {
        "heading_style": "atx",
        "bullets": "-",
        "strong_em_symbol": "*",
        "newline_style": "backslash",
    }
    text = MarkdownConverter(**options, escape_misc=False, escape_underscores=False).convert(safe)
    lines = [line.rstrip() for line in text.replace("\xa0", " ").replace("\r", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def document_from_html(html: str) -> Converted:
    """An HTML page as Markdown. Its first heading is its title, else what its head says."""
    said = _TITLE.search(html[:100_000])
    title, body = titled(from_html(html))
    return Converted(title or (re.sub(r"\s+", " ", from_html(said.group(1))).strip() if said else ""), body)


def from_docx(content: bytes) -> Converted:
    """A DOCX as Markdown, with its pictures. Raises Unreadable."""
    _refuse_bomb(content)
    import mammoth

    pictures: list[Picture] = []

    def kept(image: Any) -> dict[str, str]:
        with image.open() as opened:
            data = opened.read()
        kind = str(image.content_type or "image/png")
        pictures.append(Picture(f"{len(pictures) + 1}.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}", kind, data))
        return {"src": f"cid:{pictures[-1].name}"}

    try:
        made = mammoth.convert_to_html(io.BytesIO(content), convert_image=mammoth.images.img_element(kept))
    except Exception as broken:  # mammoth raises whatever its parts raise
        raise Unreadable(str(broken)[:200]) from broken
    title, body = titled(from_html(made.value))
    return Converted(title, body, pictures)


def titled(body: str) -> tuple[str, str]:
    """The first heading of a text that begins with one, and the text behind it."""
    found = _FIRST_HEADING.match(body)
    return (re.sub(r"[*_`]", "", found.group(1)).strip(), body[found.end() :].strip()) if found else ("", body)


def data_pictures(html: str) -> tuple[str, list[Picture]]:
    """HTML whose pictures stand in it as data, with them taken out, and the pictures."""
    pictures: list[Picture] = []

    def taken(match: re.Match[str]) -> str:
        found = re.search(r"src=[\"']data:(image/[\w.+-]+);base64,([^\"']+)[\"']", match.group())
        if not found:
            return match.group()
        try:
            content = base64.b64decode(found.group(2), validate=False)
        except ValueError:
            return ""
        kind = found.group(1)
        pictures.append(Picture(f"{len(pictures) + 1}.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}", kind, content))
        return f'<img src="cid:{pictures[-1].name}" alt="">'

    return _IMAGE.sub(taken, html), pictures


def _listed(match: re.Match[str]) -> str:
    """A paragraph that a word processor drew as a point of a list, as one."""
    inner = match.group(1)
    found = _BULLET.match(inner)
    kind = "ol" if found and found.group(1) else "ul"
    return f"<{kind}><li>{inner[found.end() :] if found else inner}</li></{kind}>"


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST_DOCX:
                raise Unreadable("too large")
    except zipfile.BadZipFile as broken:
        raise Unreadable("no DOCX") from broken
