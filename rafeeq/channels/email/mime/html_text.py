"""Readable text from an HTML body, for when the sender wrote no plain text."""

from __future__ import annotations

import html
import re

_LONGEST = 400_000
_MANY_TABLES = 400
_HIDDEN = re.compile(r"<(script|style|head|title)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_META = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?([\w:.-]{2,30})", re.IGNORECASE)


def text_of(source: str) -> str:
    """The visible text with lines, lists and tables kept legible; never fails. Very long bodies are cut."""
    source = _XML_DECLARATION.sub("", source[:_LONGEST]).replace("\x00", "")
    if not source.strip():
        return ""
    text = ""
    if source.lower().count("<table") <= _MANY_TABLES:
        text = _rendered(source)
    # The tree builder gives up silently on absurdly deep documents.
    text = text if text.strip() else _stripped(source)
    lines = (line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def declared_charset(body: bytes) -> str | None:
    """The charset that a document claims in its own head, if any."""
    found = _META.search(body, 0, 4096)
    return found[1].decode("ascii", "replace") if found else None


def html_of(text: str) -> str:
    """Plain text as an HTML paragraph that keeps its lines and finds its own direction."""
    return f'<div dir="auto" style="white-space: pre-wrap">{html.escape(text)}</div>'


def _rendered(source: str) -> str:
    from inscriptis import get_text

    try:
        return str(get_text(source))
    except Exception:  # a renderer must not cost us the mail, whatever it stumbles over
        return ""


def _stripped(source: str) -> str:
    source = _COMMENT.sub("", source) if source.count("<!--") == source.count("-->") else source
    source = _HIDDEN.sub("", source) if source.count("<") < _LONGEST // 40 else source
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", source)))
