"""Parameters of Content-Type and Content-Disposition, as senders really write them (RFC 2045, 2231, 2047)."""

from __future__ import annotations

import re
from itertools import groupby
from urllib.parse import unquote_to_bytes

from rafeeq.channels.email.mime.charsets import decode
from rafeeq.channels.email.mime.words import decode_words, unfold

_PARAMETER = re.compile(r"([^\s=;\"]+)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_EXTENDED = re.compile(r"([\w.:+-]*)'([\w-]*)'(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\"\\])")
# A header of a part is not under the header limit of the whole mail.
_LONGEST = 32_768

Parameters = dict[str, list[str]]


def main_value(header: str) -> str:
    """The value before the first parameter, in lower case: "text/plain", "attachment"."""
    return unfold(header[:_LONGEST]).split(";", 1)[0].strip().lower()


def parameters(header: str, charset: str | None = None) -> Parameters:
    """Decoded parameter values by lower-case name; when a sender gave one in several ways, the best way first.

    RFC 2231 comes before plain values, since a sender who writes both writes the plain one for old readers.
    """
    _, _, rest = unfold(header[:_LONGEST]).partition(";")
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    plain: Parameters = {}
    for name, value in _PARAMETER.findall(rest):
        section = _SECTION.fullmatch(name.lower())
        if section is None:
            continue
        text = _unquoted(value)
        if section[2] is None and section[3] is None:
            plain.setdefault(section[1], []).append(_plain(text, charset))
        else:
            sections.setdefault(section[1], []).append((int(section[2] or 0), bool(section[3]), text))
    found: Parameters = {name: [_continued(parts, charset)] for name, parts in sections.items()}
    for name, values in plain.items():
        found.setdefault(name, []).extend(values)
    return found


def first(values: Parameters, name: str) -> str:
    """The preferred value of a parameter, or ""."""
    found = values.get(name)
    return found[0] if found else ""


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
        return _ESCAPED.sub(r"\1", value)
    return value


def _plain(text: str, charset: str | None) -> str:
    """A value without sections: encoded words, percent signs or raw bytes, all of which occur."""
    extended = _EXTENDED.fullmatch(text) if "''" in text and "%" in text else None
    if extended:
        return decode(unquote_to_bytes(extended[3]), extended[1] or charset)
    if "%" in text and text.isascii():
        data = unquote_to_bytes(text)
        if not data.isascii():
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                return text
    return decode_words(text, charset)


def _continued(parts: list[tuple[int, bool, str]], charset: str | None) -> str:
    """Sections joined in their order; percent signs count only where a star says so."""
    parts.sort(key=lambda part: part[0])
    lead = _EXTENDED.fullmatch(parts[0][2])
    if not any(extended for _, extended, _ in parts) and not (lead and "%" in parts[0][2]):
        return _plain("".join(text for _, _, text in parts), charset)
    label = charset
    if lead:
        label = lead[1] or charset
        parts[0] = (parts[0][0], True, lead[3])
    data = b""
    # Joined before the percent signs are undone: some senders cut inside them.
    for extended, run in groupby(parts, key=lambda part: part[1]):
        raw = "".join(text for _, _, text in run).encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if extended or lead else raw
    text = decode(data, label)
    return decode_words(text, charset) if "=?" in text else text
