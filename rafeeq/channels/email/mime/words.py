"""Header text: folded lines, encoded words (RFC 2047) and raw eight-bit bytes become readable text."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rafeeq.channels.email.mime import transfer
from rafeeq.channels.email.mime.charsets import codec_of, decode

_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_WORD_START = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?")
_SPACE = re.compile(r"\s*")
# What may turn around or hide the order of letters in one line of text, and what no database or header can hold.
_HARMFUL = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u200b\ufeff\u2028\u2029"  # direction and other invisible marks
    "\x00-\x1f\x7f-\x9f\ud800-\udfff]"
)


@dataclass(slots=True)
class _Word:
    charset: str
    encoding: str
    payload: str

    def content(self) -> bytes:
        data = transfer.to_bytes(self.payload, codec_of(self.charset))
        if self.encoding == "b":
            return transfer.base64(data)
        return binascii.a2b_qp(data, header=True)


def unfold(value: str) -> str:
    """One line: line breaks together with the white space around them become one space."""
    return _FOLD.sub(" ", value).strip() if "\n" in value or "\r" in value else value.strip()


def one_line(text: str) -> str:
    """Text safe for one line: without direction marks, control characters and lone surrogates."""
    return _HARMFUL.sub("", text.replace("\t", " ")).strip()


def raw_text(value: str, charset: str | None) -> str:
    """A header value whose eight-bit bytes (surrogates) are decoded; encoded words stay as they are."""
    return value if value.isascii() else decode(transfer.to_bytes(value, codec_of(charset)), charset)


def decode_words(value: str, charset: str | None = None) -> str:
    """A header value as a person wrote it; `charset` is the best hint for raw bytes. Linear in its length."""
    value = unfold(value)
    if "=?" not in value:
        return raw_text(value, charset)
    out: list[str] = []
    run: list[_Word] = []
    gap = ""
    for piece in _pieces(value):
        if isinstance(piece, _Word):
            gap = ""  # white space between two encoded words is not part of the text
            run.append(piece)
            continue
        if _SPACE.fullmatch(piece) and run:
            gap = piece
            continue
        out += [_join(run), gap, raw_text(piece, charset)]
        run, gap = [], ""
    out += [_join(run), gap]
    return "".join(out)


def _pieces(value: str) -> Iterator[_Word | str]:
    """Literals and encoded words in order. Each terminator is looked for once, so the walk is linear."""
    position = 0
    terminator = -1
    start = _WORD_START.search(value)
    while start:
        if terminator < start.end():
            terminator = value.find("?=", start.end())
        if terminator < 0:
            break
        following = _WORD_START.search(value, start.end())
        if following and following.start() < terminator:
            start = following  # the first one was never closed: it stays literal
            continue
        if start.start() > position:
            yield value[position : start.start()]
        yield _Word(start[1].split("*")[0].lower(), start[2].lower(), value[start.end() : terminator])
        position = terminator + 2
        start = following
    if position < len(value):
        yield value[position:]


def _join(run: list[_Word]) -> str:
    """Neighbouring words of one charset are one byte string: some senders cut inside a character."""
    text: list[str] = []
    pending: list[bytes] = []
    last: _Word | None = None
    for word in _whole_base64(run):
        if last and word.charset != last.charset:
            text.append(decode(b"".join(pending), last.charset))
            pending = []
        pending.append(word.content())
        last = word
    if last:
        text.append(decode(b"".join(pending), last.charset))
    return "".join(text)


def _whole_base64(run: list[_Word]) -> list[_Word]:
    """Some senders cut the base64 text anywhere: join a word that stops inside a group of four with the next."""
    out: list[_Word] = []
    cut: list[_Word] = []
    length = 0
    for word in run:
        if cut and (word.encoding != "b" or word.charset != cut[0].charset):
            out.append(_glued(cut))
            cut, length = [], 0
        if word.encoding != "b":
            out.append(word)
            continue
        cut.append(word)
        length += len(word.payload)
        if length % 4 == 0 or word.payload.endswith("="):
            out.append(_glued(cut))
            cut, length = [], 0
    return [*out, _glued(cut)] if cut else out


def _glued(words: list[_Word]) -> _Word:
    return words[0] if len(words) == 1 else _Word(words[0].charset, "b", "".join(word.payload for word in words))
