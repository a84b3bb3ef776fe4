"""Documents that become articles: found in a folder or an archive, read as Markdown with what they say of themselves.

Markdown may begin with front matter between two lines `---`: id, title, topic, audience, state, review_on, summary,
phrasings, language. `name.en.md` is the English edition of `name.md`.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rafeeq.lib.to_markdown import Picture, Unreadable, data_pictures, document_from_html, from_docx, titled

KINDS: Final = {".md", ".markdown", ".html", ".htm", ".docx"}
PICTURES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
MOST: Final = 5000  # documents at once
LARGEST: Final = 25 * 1024 * 1024  # bytes of one
ALL: Final = 500 * 1024 * 1024  # bytes of all together, unpacked
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"[._-](ar|en)\Z")
_SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


class TooMuch(ValueError):
    """More documents, or larger ones, than are taken at once."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document: `key` is the same for its editions and whenever it comes again."""

    path: str
    key: str
    language: str
    title: str
    summary: str = ""
    body: str = ""
    phrasings: str = ""
    topic: str = ""
    audience: str = ""
    state: str = ""
    review_on: date | None = None
    pictures: list[Picture] = field(default_factory=list)


def found_at(path: Path) -> dict[str, bytes]:
    """The files of a folder, an archive or one document, by their paths. Raises TooMuch, Unreadable, OSError."""
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and _is_wanted(one.relative_to(path).as_posix()))
        return _within((one.relative_to(path).as_posix(), one.stat().st_size, one.read_bytes) for one in files)
    return unpacked(path.name, path.read_bytes())


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The files of an archive, or the one document itself, by their paths. Raises TooMuch, Unreadable."""
    if PurePosixPath(name).suffix.lower() != ".zip":
        return {name: content}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir() and _is_wanted(one.filename)]
            return _within((_named(one), one.file_size, lambda one=one: archive.read(one)) for one in inside)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as broken:
        raise Unreadable(str(broken)[:200]) from broken


def understood(path: str, files: Mapping[str, bytes], *, language: str = "ar") -> Document:
    """What one of the files says. Raises Unreadable, for one without a word too."""
    content, kind = files[path], PurePosixPath(path).suffix.lower()
    if len(content) > LARGEST:
        raise Unreadable("too large")
    stem = path[: -len(kind)]
    told = _LANGUAGE.search(stem)
    if kind == ".docx":
        made = from_docx(content)
        title, body, pictures, meta = made.title, made.body, made.pictures, dict[str, Any]()
    elif kind in (".html", ".htm"):
        html, pictures = data_pictures(_text(content))
        page = document_from_html(html)
        title, body, meta = page.title, page.body, dict[str, Any]()
    else:
        meta, text = _front(_text(content))
        (title, body), pictures = titled(text) if not meta.get("title") else ("", text), []
    if not (title or body.strip() or meta):
        raise Unreadable("empty")
    body, beside = _with_pictures(body, path, files)
    name = PurePosixPath(stem[: told.start()] if told else stem).name
    return _document(
        path,
        stem=stem[: told.start()] if told else stem,
        language=told.group(1) if told else language,
        meta=meta,
        title=title or name.replace("-", " ").replace("_", " "),
        body=body,
        pictures=[*pictures, *beside],
    )


def _document(
    path: str, *, stem: str, language: str, meta: Mapping[str, Any], title: str, body: str, pictures: list[Picture]
) -> Document:
    asked = meta.get("phrasings") or []
    review = meta.get("review_on")
    return Document(
        path=path,
        key=_word(meta, "id") or stem,
        language=_word(meta, "language") if meta.get("language") in ("ar", "en") else language,
        title=_word(meta, "title") or title,
        summary=_word(meta, "summary"),
        body=body.strip(),
        phrasings="\n".join(map(str, asked)) if isinstance(asked, list) else str(asked),
        topic=_word(meta, "topic"),
        audience=_word(meta, "audience"),
        state=_word(meta, "state"),
        review_on=review if isinstance(review, date) else None,
        pictures=pictures,
    )


def _front(text: str) -> tuple[dict[str, Any], str]:
    """What stands between the two lines of hyphens, and the text behind them. Raises Unreadable."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    import yaml

    try:
        told = yaml.safe_load(found.group(1))
    except (yaml.YAMLError, ValueError) as broken:
        raise Unreadable(str(broken).replace("\n", " ")[:200]) from broken
    return (told if isinstance(told, dict) else {}), text[found.end() :]


def _word(meta: Mapping[str, Any], key: str) -> str:
    value = meta.get(key)
    return " ".join(str(value).split()) if value is not None else ""


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1256"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _with_pictures(body: str, path: str, files: Mapping[str, bytes]) -> tuple[str, list[Picture]]:
    """The text with the pictures that lie beside it, which it then shows by `cid:` and their names."""
    taken: dict[str, Picture] = {}

    def shown(match: re.Match[str]) -> str:
        where = match.group(2)
        there = _joined(path, where)
        kind = PICTURES.get(PurePosixPath(where).suffix.lower())
        if ":" in where or kind is None or there not in files:
            return match.group()
        name = there.replace("/", "-")
        taken[name] = Picture(name, kind, files[there])
        return f"![{match.group(1)}](cid:{name})"

    return _SHOWN.sub(shown, body), list(taken.values())


def _joined(path: str, where: str) -> str:
    parts: list[str] = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(where).parts:
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts)


def _named(one: zipfile.ZipInfo) -> str:
    """The name of a file in an archive; older programs wrote Arabic without saying in which encoding."""
    if one.flag_bits & 0x800 or one.filename.isascii():
        return one.filename
    try:
        return one.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return one.filename


def _is_wanted(path: str) -> bool:
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in parts if part not in ("/", ".."))
    return not hidden and PurePosixPath(path).suffix.lower() in KINDS | PICTURES.keys()


def _within(files: Iterator[Any]) -> dict[str, bytes]:
    read: dict[str, bytes] = {}
    whole = 0
    for name, size, content in files:
        whole += size
        if len(read) >= MOST or whole > ALL:
            raise TooMuch
        read[name] = content()
    return read
