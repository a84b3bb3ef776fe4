"""Our own writing of mail headers, because Python's folding loses spaces inside Arabic subjects.

Every function returns one header, folded, without the final line break. Line breaks and NUL in any value raise
ValueError: they would start a header of the sender's choosing.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import quote

import idna

from rafeeq.channels.email.mime.mail import Mailbox
from rafeeq.lib.arabic.direction import strip_bidi_controls

_FOLD = "\r\n "
_LINE = 78  # recommended; 998 is the limit no header may pass
_LONGEST_TOKEN = 900
_LONGEST_WORD = 75  # of an encoded word, by RFC 2047
_MOST_REFERENCES = 20

_BREAKS = re.compile(r"[\r\n\x00]")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,900}")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_UTF8_LOCAL_PART = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f]|[!#$%&'*+/=?^_`{|}~.-]){1,64}")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")


def header_text(value: str) -> str:
    """The value as it is sent: without hidden controls and outer spaces. Raises ValueError at CR, LF or NUL."""
    refuse_breaks(value)
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in value)
    return strip_bidi_controls(visible).strip()


def refuse_breaks(value: str) -> None:
    """Raise ValueError if the value could end its header and start another one."""
    if _BREAKS.search(value):
        raise ValueError("a line break or NUL in a mail header field")


def unstructured(name: str, value: str) -> str:
    """A header read by people, such as Subject."""
    text = header_text(value)
    if _is_plain(text) and all(len(word) < _LINE for word in text.split(" ")):
        return _filled(f"{name}:", text.split(" "))
    return f"{name}: {_FOLD.join(encoded_words(text, used=len(name) + 2))}" if text else f"{name}:"


def machine_readable(name: str, value: str) -> str:
    """A header read by programs, such as List-Unsubscribe: its words are never encoded. ASCII only."""
    refuse_breaks(name)
    text = header_text(value)
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError(f"not a header name: {name!r}")
    if not text.isascii() or any(len(word) > _LONGEST_TOKEN for word in text.split()):
        return unstructured(name, value)
    return _filled(f"{name}:", text.split())


def mailboxes(name: str, people: Iterable[Mailbox], *, utf8: bool = False) -> str:
    """A header of names and addresses, such as To. `utf8` lets addresses be written in Arabic (RFC 6532)."""
    written = []
    for person in people:
        words = _phrase(header_text(person.name))
        address = mail_address(person.address, utf8=utf8)
        written.append([*words, f"<{address}>"] if words else [address])
    if not written:
        raise ValueError(f"nobody in {name}")
    for words in written[:-1]:
        words[-1] += ","
    return _filled(f"{name}:", [word for words in written for word in words])


def message_ids(name: str, ids: Sequence[str]) -> str | None:
    """A header of message ids, given with or without angle brackets; of many, the first and the last ones.

    Ids that no mail program would take back are left out; None when nothing remains.
    """
    for message_id in ids:
        refuse_breaks(message_id)
    bare = [message_id.strip().removeprefix("<").removesuffix(">") for message_id in ids]
    sound = list(dict.fromkeys(message_id for message_id in bare if _MESSAGE_ID.fullmatch(message_id)))
    if len(sound) > _MOST_REFERENCES:
        sound = [sound[0], *sound[1 - _MOST_REFERENCES :]]
    return f"{name}: {_FOLD.join(f'<{message_id}>' for message_id in sound)}" if sound else None


def mail_address(address: str, *, utf8: bool = False) -> str:
    """The address as it is written in a header: its domain in ASCII, unless `utf8` and the local part need more.

    Raises ValueError when it is no address, or when its local part is not ASCII and `utf8` is false.
    """
    refuse_breaks(address)
    local, at, domain = unicodedata.normalize("NFC", address).strip().rpartition("@")
    if not at or local.startswith(".") or local.endswith(".") or ".." in local:
        raise ValueError(f"not a mail address: {address!r}")
    if not _LOCAL_PART.fullmatch(local) and not (utf8 and _UTF8_LOCAL_PART.fullmatch(local)):
        raise ValueError(f"not a mail address that can be written to: {address!r}")
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        written = ascii_domain if local.isascii() else idna.decode(ascii_domain)
    except idna.IDNAError as error:
        raise ValueError(f"not a domain: {domain!r}") from error
    if not _DOMAIN.fullmatch(ascii_domain) or len(ascii_domain) > 253:
        raise ValueError(f"not a domain: {domain!r}")
    return f"{local}@{written}"


def with_file_name(name: str, value: str, parameter: str, file_name: str) -> str:
    """A header that names a file: `name=` of Content-Type or `filename=` of Content-Disposition.

    A name that is not ASCII is written in encoded words for `name` (what Outlook reads) and as RFC 2231 says for
    `filename` (what the others read), cut between characters when long.
    """
    text = header_text(file_name)
    if re.fullmatch(r"[ !#-\[\]-~]+", text) and "=?" not in text and len(text) < _LINE - 15:
        return f'{name}: {value};{_FOLD}{parameter}="{text}"'
    if parameter == "name":
        return f'{name}: {value};{_FOLD}name="{_FOLD.join(encoded_words(text, used=9))}"'
    pieces = _percent_encoded(text, room=_LINE - len(" filename*00*=UTF-8'';"))
    if len(pieces) == 1:
        return f"{name}: {value};{_FOLD}{parameter}*=UTF-8''{pieces[0]}"
    numbered = [f"{parameter}*{n}*={'' if n else 'UTF-8' + chr(39) * 2}{piece}" for n, piece in enumerate(pieces)]
    return f"{name}: {value};{_FOLD}{(';' + _FOLD).join(numbered)}"


def encoded_words(text: str, *, used: int = 1, charset: str = "utf-8") -> list[str]:
    """The text in base64 encoded words (RFC 2047), no character cut in two, spaces inside the words.

    `used` is how much of the first line is taken already. Readers drop what stands between two of the words.
    """
    words: list[str] = []
    waiting = b""
    for character in text:
        piece = character.encode(charset)
        room = min(_LONGEST_WORD, _LINE - 1 - (1 if words else used)) - len(f"=?{charset}?b??=")
        if len(waiting) + len(piece) > room // 4 * 3:
            words.append(_encoded_word(waiting, charset))
            waiting = b""
        waiting += piece
    return [*words, _encoded_word(waiting, charset)]


def _encoded_word(content: bytes, charset: str) -> str:
    return f"=?{charset}?b?{b64encode(content).decode()}?="


def _phrase(text: str) -> list[str]:
    """A display name as words that may stand on different lines."""
    if not text:
        return []
    if "=?" not in text and len(text) < _LINE - 2 and text.isascii():
        return text.split(" ") if _ATOMS.fullmatch(text) else ['"' + re.sub(r'(["\\])', r"\\\1", text) + '"']
    words = encoded_words(text, used=7)
    if len(words) > 1:
        # Python's own reader puts a space between the encoded words of a name. A middling Arabic name in the older
        # one-byte charset, which every client knows, is a single word.
        try:
            single = encoded_words(text, used=7, charset="windows-1256")
        except UnicodeEncodeError:
            return words
        return single if len(single) == 1 else words
    return words


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and "=?" not in text


def _filled(line: str, words: Sequence[str]) -> str:
    lines = [line]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE and not lines[-1].endswith(":"):
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}"
    return "\r\n".join(lines)


def _percent_encoded(text: str, room: int) -> list[str]:
    pieces = [""]
    for character in text:
        encoded = quote(character, safe="")
        if len(pieces[-1]) + len(encoded) > room:
            pieces.append("")
        pieces[-1] += encoded
    return pieces
