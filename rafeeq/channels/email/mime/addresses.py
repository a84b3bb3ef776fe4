"""Address headers: From, To, Cc, Reply-To, in time linear in their length.

Read as people write them: commas inside unquoted names, Arabic commas between addresses, groups, two at signs,
a bare MAILER-DAEMON. Encoded words are decoded after splitting, so that a comma in a name divides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rafeeq.channels.email.mime.mail import Mailbox
from rafeeq.channels.email.mime.words import decode_words, one_line, raw_text, unfold

_TOKEN = re.compile(r"<[^<>]*>|[,;:()\"\u060c<>]|[^,;:()\"\u060c<>]+")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ROUTE = re.compile(r"@[^:]*:")
_SPACES = re.compile(r"\s+")
_AROUND = " \t\r\n<>\"'`,;\u060c"


@dataclass(slots=True)
class _Draft:
    """The mailbox being read."""

    words: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    address: str | None = None

    @property
    def has_at(self) -> bool:
        return any("@" in word for word in self.words)


def parse_mailboxes(header: str, charset: str | None = None) -> tuple[Mailbox, ...]:
    """All mailboxes of one header value; `charset` is the hint for raw bytes in it."""
    return _Reader(raw_text(unfold(header), charset), charset).read()


class _Reader:
    def __init__(self, text: str, charset: str | None) -> None:
        self._text = text
        self._charset = charset
        self._last_semicolon = text.rfind(";")
        # Parentheses that do not pair off are part of a name, not the start of an endless comment.
        self._comments = 0 < text.count("(") == text.count(")")
        self._quotes = True
        self._draft = _Draft()
        self._nameless: list[str] = []
        self._found: list[Mailbox] = []

    def read(self) -> tuple[Mailbox, ...]:
        text = self._text
        position = depth = 0
        while position < len(text):
            token = _TOKEN.match(text, position)
            start, position = position, token.end() if token else len(text)  # the alternatives cover every character
            mark = text[start:position]
            if mark == '"' and self._quotes and not depth:
                quoted = _QUOTED.match(text, start)
                if quoted:
                    position = quoted.end()
                    self._draft.words.append(_ESCAPED.sub(r"\1", quoted[1]))
                    continue
                self._quotes = False  # nothing closes this one; the rest of the header is read without quotes
            if self._comments and mark in "()":
                depth = max(depth + (1 if mark == "(" else -1), 0)
                if depth > (mark == "("):
                    self._draft.comment.append(mark)
            elif depth:
                self._draft.comment.append(mark)
            else:
                self._take(mark, start)
        self._flush(last=True)
        return tuple(self._found)

    def _take(self, mark: str, start: int) -> None:
        draft = self._draft
        if mark == ",":
            self._flush()
        elif mark == ";":
            self._flush(last=True)
        elif mark == "\u060c" and (draft.address is not None or draft.has_at):
            self._flush()
        elif mark == ":" and draft.address is None and not draft.has_at and start < self._last_semicolon:
            self._draft = _Draft()  # the name of a group
            self._nameless = []
        elif mark[0] == "<" and len(mark) > 1 and (draft.address is None or "@" in mark):
            draft.address = mark[1:-1]
        elif mark not in "<>":
            draft.words.append(mark)

    def _flush(self, *, last: bool = False) -> None:
        """Finish a mailbox. A piece without address is kept: it may be the first half of a name with a comma."""
        draft, self._draft = self._draft, _Draft()
        phrase = "".join(draft.words).strip()
        if draft.address is None and not draft.has_at:
            if phrase and draft.comment:
                self._add("".join(draft.comment), phrase)
            elif phrase:
                self._nameless.append(phrase)
            if last:
                self._release()
            return
        if draft.address is None:
            self._release()
            address, name = _split_bare(phrase)
        else:
            name = ", ".join([*self._nameless, phrase])
            self._nameless = []
            address = draft.address
        self._add(name or "".join(draft.comment), address)

    def _release(self) -> None:
        for phrase in self._nameless:
            single = _SPACES.search(phrase) is None and phrase.isascii() and "=?" not in phrase
            self._add("" if single else phrase, phrase if single else "")
        self._nameless = []

    def _add(self, name: str, address: str) -> None:
        address = _clean_address(decode_words(address, self._charset))
        name = one_line(decode_words(name, self._charset)).strip("'\" ,\u060c")
        if not address and "@" in name:
            # The whole mailbox was encoded, address and all.
            self._found += _Reader(name.replace("=?", ""), None).read()
            return
        name = "" if name.lower() == address.lower() else name
        if name or address:
            self._found.append(Mailbox(_SPACES.sub(" ", name), address))


def _split_bare(phrase: str) -> tuple[str, str]:
    """(address, name) of a mailbox written without angle brackets."""
    words = phrase.split()
    found = [word for word in words if "@" in word]
    if found[0] == "@" or found[0].startswith("@") or found[0].endswith("@"):
        return "".join(words), ""  # spaces around the at sign
    rest = [word for word in words if word is not found[0]]
    return found[0], " ".join(rest)


def _clean_address(text: str) -> str:
    text = _SPACES.sub("", one_line(text)).strip(_AROUND)
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.startswith("@"):
        text = _ROUTE.sub("", text, count=1)
    while "@@" in text:
        text = text.replace("@@", "@")
    return text.rstrip(".")
