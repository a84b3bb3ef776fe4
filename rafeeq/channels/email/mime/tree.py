"""The standard library's message tree, read leniently and only as deep as multiparts go.

Messages inside messages stay leaves: an attached mail keeps its exact bytes, and nesting cannot exhaust the stack.
"""

from __future__ import annotations

import re
from email.feedparser import FeedParser
from email.message import Message
from typing import TYPE_CHECKING

from rafeeq.channels.email.mime import transfer
from rafeeq.channels.email.mime.limits import Unparsable
from rafeeq.channels.email.mime.params import main_value

_HEADER_LINE = re.compile(rb"(?:[\x21-\x39\x3b-\x7e]+[ \t]*:|[ \t]|From )")
_KNOWN = re.compile(
    rb"(?:from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding):", re.IGNORECASE
)
_FIRST_BOUNDARY = re.compile(r"(?:\A|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-)", re.IGNORECASE)
_ODD_PLAIN = frozenset({"text", "plain", "plain/text", "text/text"})
_MOST_HEADERS = 20_000
_LONGEST_REPAIR = 262_144
_BLANK = (b"", b"\n", b"\r\n", b"\r")


if TYPE_CHECKING:
    _Message = Message[str, str]  # generic for the type checker only
else:
    _Message = Message


class Node(_Message):
    """A message whose message/* parts count as leaves while the tree is built."""

    def set_raw(self, name: str, value: str) -> None:
        """Take a header as the parser found it; raises Unparsable for a part with absurdly many."""
        if len(self) >= _MOST_HEADERS:
            raise Unparsable("header_size", f"more than {_MOST_HEADERS} header fields in one part")
        super().set_raw(name, value)

    def get_content_maintype(self) -> str:
        """As in the standard library, but "leaf" for message/*."""
        kind = super().get_content_maintype()
        return "leaf" if kind == "message" else kind

    def get_content_type(self) -> str:
        """As in the standard library, but "leaf/message" for message/*."""
        kind = super().get_content_type()
        return "leaf/message" if kind.startswith("message/") else kind

    def true_type(self) -> str:
        """The content type in lower case; what cannot be read as one is text/plain."""
        kind = super().get_content_type()
        return "text/plain" if kind == "text/plain" or main_value(self.raw("content-type")) in _ODD_PLAIN else kind

    def raw(self, name: str) -> str:
        """The first header of that name, undecoded (raw bytes as surrogates); "" if there is none."""
        found = self._named().get(name.lower())
        return found[0] if found else ""

    def raw_all(self, name: str) -> list[str]:
        """All headers of that name in their order, undecoded."""
        return list(self._named().get(name.lower(), ()))

    def _named(self) -> dict[str, list[str]]:
        """The headers by their names, made when the first is asked for: then all have been read."""
        known: dict[str, list[str]] | None = vars(self).get("_by_name")
        if known is None or len(known) == 0:
            known = {}
            for key, value in self.raw_items():
                known.setdefault(key.lower(), []).append(str(value))
            vars(self)["_by_name"] = known
        return known

    def children(self) -> list[Node]:
        """The parts of a multipart; none for a leaf."""
        payload: object = self.get_payload()
        return [child for child in payload if isinstance(child, Node)] if isinstance(payload, list) else []

    def undecoded(self) -> str:
        """The payload of a leaf as it stands in the mail."""
        payload: object = vars(self).get("_payload")  # get_payload() would decode it, and lose bytes
        return payload if isinstance(payload, str) else ""

    def content(self) -> bytes:
        """The payload of a leaf with its transfer encoding undone."""
        return transfer.content(self.undecoded(), self.raw("content-transfer-encoding"))


def read_tree(raw: bytes) -> Node:
    """The tree of a mail. The caller has checked its limits."""
    return _feed(_with_whole_header(_from_first_line(raw)).decode("ascii", "surrogateescape"))


def guess_parts(node: Node) -> list[Node]:
    """The parts of a multipart that does not name its boundary, found by the first line that looks like one."""
    text = node.undecoded()
    found = _FIRST_BOUNDARY.search(text)
    if not found or '"' in found[1]:
        return []
    return _feed(f'Content-Type: multipart/mixed; boundary="{found[1]}"\n\n{text}').children()


def _feed(text: str) -> Node:
    parser = FeedParser(Node)
    parser.feed(text)
    return parser.close()


def _from_first_line(raw: bytes) -> bytes:
    """Without the byte order mark and blank lines that would make the header look like a body."""
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _with_whole_header(raw: bytes) -> bytes:
    """Join header lines that were broken without indentation, if the header plainly goes on after them."""
    position = 0
    odd: list[int] = []
    known_after = 0
    while position < len(raw):
        end = raw.find(b"\n", position) + 1 or len(raw)
        line = raw[position:end]
        if line in _BLANK:
            break
        if not _HEADER_LINE.match(line):
            odd.append(position)
        elif odd and _KNOWN.match(line):
            known_after = len(odd)
        if len(odd) > 100 or position > _LONGEST_REPAIR:
            return raw
        position = end
    else:
        return raw
    for index in reversed(odd[:known_after]):
        raw = raw[:index] + b" " + raw[index:]
    return raw
