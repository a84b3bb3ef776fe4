"""Names of attachments: the best one a sender gave, made harmless."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

from rafeeq.channels.email.mime.params import Parameters
from rafeeq.channels.email.mime.words import one_line

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DAMAGED = re.compile(r"\ufffd|\?{2,}")
_LONGEST = 120
_LONGEST_BYTES = 230
_LONGEST_EXTENSION = 16

# Types whose first guess in the standard table would puzzle people, or which it does not know.
_EXTENSIONS = {
    "text/plain": ".txt",
    "text/calendar": ".ics",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "image/jpeg": ".jpg",
    "application/octet-stream": ".bin",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
}


def given_name(disposition: Parameters, content_type: Parameters) -> str:
    """The name the sender gave, not yet made safe; "" if none. A name without damage wins over a damaged one."""
    names = [*disposition.get("filename", ()), *disposition.get("name", ())]
    names += [*content_type.get("name", ()), *content_type.get("filename", ())]
    names = [name for name in names if name.strip()]
    return next((name for name in names if not _DAMAGED.search(name)), names[0] if names else "")


def safe_name(name: str, content_type: str, stem: str = "attachment") -> str:
    """A file name without path, direction marks and control characters, of bounded length, never empty.

    The extension survives shortening; a missing name becomes `stem` with an extension for the type.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    base = _FORBIDDEN.sub("_", one_line(base)).strip(" .")
    return _shortened(base) if base else stem + _extension(content_type)


def _extension(content_type: str) -> str:
    return _EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST and len(name.encode()) <= _LONGEST_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    end = dot + extension
    stem = stem[: _LONGEST - len(end)]
    room = _LONGEST_BYTES - len(end.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + end


def type_of(name: str) -> str:
    """The content type that a name suggests."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
