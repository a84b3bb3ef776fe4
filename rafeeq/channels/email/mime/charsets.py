"""From bytes to text, whatever charset the mail claims.

The order is fixed, because statistics mislead on short strings: valid UTF-8 is UTF-8; then the declared charset;
then an Arabic code page if the bytes become Arabic words; then windows-1252. Only long bodies are guessed.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_ALIASES = {
    "arabic": "iso8859-6",
    "asmo-708": "iso8859-6",
    "x-mac-arabic": "mac_arabic",
    "x-macarabic": "mac_arabic",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
_SAYS_NOTHING = frozenset(
    {"us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown", "unknown", "default", "8bit", "7bit", "binary"}
)
_CODE_PAGE = re.compile(r"(?:x-)?(?:cp|win|windows|ms|ibm)[-_]?(\d{3,4})")
_ISO = re.compile(r"iso[-_]?8859[-_](\d{1,2})(?:[-_:].*)?")
# Python's registry also holds codecs that are no charsets (zip, idna, unicode_escape): only known families pass.
_TEXT_CODEC = re.compile(r"utf|iso|cp\d|koi8|mac|gb|big5|euc|shift|hz|johab|tis|ptcp|kz|hp_")
_SHIFTED = re.compile(r"utf-7|iso2022|hz")
_WIDE = re.compile(r"utf-(?:16|32)")
_EAST_ASIAN = frozenset({"gb18030", "big5", "big5hkscs", "cp949", "cp932", "euc_jp", "euc_kr", "cp950", "johab"})
_LATIN = frozenset({"cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254"})
_ASCII = bytes(range(128))
_ARABIC_WORD = re.compile(
    r"(?<![^\W\d_])"
    r"[\u0621-\u0652\u067e\u0679\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2]{2,}"
    r"(?![^\W\d_])"
)
_COMMON = frozenset("اليومن")
_SAMPLE = 8192
_SHORT = 64


@lru_cache(maxsize=512)
def codec_of(label: str | None) -> str | None:
    """Python's name for a charset label as found in mail, or None when the label says nothing usable."""
    if not label:
        return None
    name = label.strip(" \t\"'<>").lower().split("*")[0].split("$")[0].lstrip("_").strip()
    if not name or name in _SAYS_NOTHING:
        return None
    name = _ALIASES.get(name, name)
    if iso := _ISO.fullmatch(name):
        name = _ALIASES.get(f"iso-8859-{iso[1]}", f"iso8859-{iso[1]}")
    elif page := _CODE_PAGE.fullmatch(name):
        name = _ALIASES.get(f"cp{page[1]}", f"cp{page[1]}")
    try:
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        return None
    return found if _TEXT_CODEC.match(found) else None


def decode(data: bytes, label: str | None = None, *, guess: bool = False) -> str:
    """The text in `data`; never fails. `guess` allows statistics for long bodies that nothing else explains."""
    codec = codec_of(label)
    if codec and (_WIDE.match(codec) or (data.isascii() and _SHIFTED.match(codec))):
        found = _strict(data, codec)
        if found is not None:
            return found.removeprefix("\ufeff")
    if data.isascii():
        return data.decode("ascii")
    found = _utf8(data, codec)
    if found is not None:
        return found.removeprefix("\ufeff")
    if codec and codec not in _LATIN and (found := _strict(data, codec)) is not None:
        return found
    found = _arabic(data)
    return _leftover(data, codec, guess) if found is None else found


def _utf8(data: bytes, codec: str | None) -> str | None:
    """UTF-8 if it is, or is but for a few broken bytes in a text that claims nothing else."""
    text = _strict(data, "utf-8")
    if text is not None:
        # Two-byte East Asian text is now and then valid UTF-8 by accident, and then only of two-byte sequences.
        accident = codec in _EAST_ASIAN and max(text) < "\u0800" and _strict(data, codec) is not None
        return None if accident else text
    if codec not in (None, "utf-8") and codec not in _LATIN:
        return None
    text = data.decode("utf-8", "replace")
    sample = text[:_SAMPLE]
    broken = sample.count("\ufffd")
    sound = sum(not character.isascii() for character in sample) - broken
    return text if broken * 4 <= sound else None


def _arabic(data: bytes) -> str | None:
    """The text as windows-1256 or ISO-8859-6, if most of its high bytes then stand in wholly Arabic words."""
    sample = data[:_SAMPLE]
    high = len(sample.translate(None, _ASCII))
    best, best_codec = 0, None
    for codec in ("cp1256", "iso8859-6"):
        text = _strict(sample, codec)
        words = _ARABIC_WORD.findall(text) if text else []
        letters = sum(map(len, words))
        # The article at the head of words tells the two code pages apart where both give letters.
        score = letters + 3 * sum(word.startswith("\u0627\u0644") for word in words)
        if letters * 2 > high and score > best and _reads_like_arabic(words, letters):
            best, best_codec = score, codec
    return data.decode(best_codec, "replace") if best_codec else None


def _reads_like_arabic(words: list[str], letters: int) -> bool:
    """Russian in KOI8-R becomes Arabic letters too, but seldom the six that make up half of any Arabic text."""
    return letters < 24 or sum(letter in _COMMON for word in words for letter in word) * 4 > letters


def _leftover(data: bytes, codec: str | None, guess: bool) -> str:
    """Neither UTF-8 nor Arabic nor flawless in the declared charset."""
    if codec and codec != "utf-8":
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 20 <= len(text):
            return text
    if guess and len(data) > _SHORT and codec not in _LATIN:
        from charset_normalizer import from_bytes

        match = from_bytes(data[:_SAMPLE]).best()
        if match is not None:
            return data.decode(match.encoding, "replace")
    western = _strict(data, "cp1252")
    return data.decode("latin-1") if western is None else western


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None
