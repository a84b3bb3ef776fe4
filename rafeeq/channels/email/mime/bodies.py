"""From the tree to what a reader sees: one text, one HTML document, a list of files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rafeeq.channels.email.mime import filenames, smime, tnef
from rafeeq.channels.email.mime.charsets import codec_of, decode
from rafeeq.channels.email.mime.flowed import unflow
from rafeeq.channels.email.mime.html_text import declared_charset, html_of, text_of
from rafeeq.channels.email.mime.limits import Budget, check_raw
from rafeeq.channels.email.mime.mail import Part
from rafeeq.channels.email.mime.params import Parameters, first, main_value, parameters
from rafeeq.channels.email.mime.transfer import uu_files
from rafeeq.channels.email.mime.tree import Node, guess_parts, read_tree
from rafeeq.channels.email.mime.words import decode_words, one_line

_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/x-pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
)
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_NOT_LETTERS = re.compile(r"[\W_]+")
_BODY_TYPES = frozenset({"text/plain", "text/html"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the body: as plain text, as HTML or as both."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Content:
    """What was collected from a tree."""

    segments: list[Segment] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    report: list[tuple[str, bytes]] = field(default_factory=list)
    unverified_signature: bool = False

    @property
    def html(self) -> str | None:
        """The HTML body; plain stretches between HTML ones are wrapped."""
        if not any(segment.html for segment in self.segments):
            return None
        parts = (segment.html or html_of(segment.plain or "") for segment in self.segments)
        return "\n".join(part for part in parts if part)

    @property
    def text(self) -> str:
        """The plain body; HTML stretches without a plain twin are rendered."""
        out = ""
        for segment in self.segments:
            plain = segment.plain if segment.plain and segment.plain.strip() else text_of(segment.html or "")
            plain = plain or segment.plain or ""
            out += plain if not out or out.endswith("\n") or not plain else "\n" + plain
        return out


def read_content(root: Node, budget: Budget, charset: str | None) -> Content:
    """Everything a mail carries; `charset` is the hint for raw bytes in part headers. Raises Unparsable."""
    reader = _Reader(budget, charset)
    segments = _paired(reader.read(root, 0))
    content = reader.content
    content.segments = segments or reader.fallback
    content.files = [_settled(part, content.html or "") for part in content.files]
    return content


def _settled(part: Part, html: str) -> Part:
    """A part with a content id is inline only if the body refers to it."""
    if part.content_id and html:
        inline = f"cid:{part.content_id}" in html
        return Part(part.name, part.content_type, part.content, part.content_id, inline)
    return part


@dataclass(frozen=True, slots=True)
class _Leaf:
    """The headers of a leaf, decoded."""

    node: Node
    kind: str
    disposition: str
    type_parameters: Parameters
    name: str
    charset: str | None

    @property
    def content_id(self) -> str | None:
        return one_line(self.node.raw("content-id")).strip("<> ") or None


def _leaf_of(node: Node, hint: str | None) -> _Leaf:
    type_header, disposition = node.raw("content-type"), node.raw("content-disposition")
    type_parameters = parameters(type_header, hint)
    charset = first(type_parameters, "charset") or None
    name = filenames.given_name(parameters(disposition, charset or hint), type_parameters)
    return _Leaf(node, node.true_type(), main_value(disposition), type_parameters, name, charset)


class _Reader:
    def __init__(self, budget: Budget, charset: str | None) -> None:
        self.content = Content()
        self.fallback: list[Segment] = []
        self._budget = budget
        self._charset = charset

    def read(self, node: Node, depth: int, *, repeats: bool = False) -> list[Segment]:
        """The body of this node; its files go to the content. `repeats`: it is one of several forms of one text."""
        self._budget.check_depth(depth)
        self._budget.spend_part()
        children = node.children()
        kind = node.true_type()
        if not children and kind.startswith("multipart/"):
            children = guess_parts(node)
        if not children:
            return self._read_leaf(_leaf_of(node, self._charset), depth, repeats=repeats)
        if kind == "multipart/signed":
            self.content.unverified_signature = True
        alternative = kind == "multipart/alternative"
        bodies = [self.read(child, depth + 1, repeats=repeats or alternative) for child in children]
        if alternative:
            return _best_of(bodies)
        return [segment for body in bodies for segment in body]

    def _read_leaf(self, leaf: _Leaf, depth: int, *, repeats: bool) -> list[Segment]:
        data = leaf.node.content()
        self._budget.spend_bytes(len(data))
        kind = leaf.kind
        if kind.startswith("multipart/"):
            return self._text("text/plain", leaf, data)
        if kind in _BODY_TYPES and leaf.disposition != "attachment" and (not leaf.name or depth == 0):
            return self._text(kind, leaf, data)
        if kind in _SMIME and (inner := smime.signed_content(data)) is not None:
            self.content.unverified_signature = True
            self._budget.spend_bytes(len(inner))
            check_raw(inner, self._budget.limits)
            return self.read(read_tree(inner), depth + 1)
        if (kind in _TNEF or leaf.name.lower() == "winmail.dat") and (unpacked := tnef.unpack(data)) is not None:
            return self._take_tnef(unpacked)
        if kind in _BODY_TYPES and leaf.disposition != "attachment" and not self.fallback:
            self.fallback = self._text(kind, leaf, data)
        self._take_file(leaf, data, repeats=repeats)
        return []

    def _text(self, kind: str, leaf: _Leaf, data: bytes) -> list[Segment]:
        files: list[tuple[bytes, bytes]] = []
        charset = leaf.charset
        if kind == "text/html":
            charset = charset if codec_of(charset) else declared_charset(data)
        else:
            data, files = uu_files(data)
        for name, content in files:
            self._budget.spend_part()
            given = decode(name, charset or self._charset)
            self.content.files.append(Part(filenames.safe_name(given, ""), filenames.type_of(given), content))
        text = _normal(decode(data, charset, guess=True))
        if kind == "text/html":
            return [Segment(html=text)] if text.strip() else []
        if first(leaf.type_parameters, "format").lower() == "flowed":
            text = unflow(text, delete_space=first(leaf.type_parameters, "delsp").lower() == "yes")
        return [Segment(plain=text)] if text.strip() else []

    def _take_tnef(self, unpacked: tnef.TnefContent) -> list[Segment]:
        for file in unpacked.files:
            self._budget.spend_part()
            name = filenames.safe_name(file.name, file.content_type)
            kind = file.content_type if file.content_type != "application/octet-stream" else filenames.type_of(name)
            self.content.files.append(Part(name, kind, file.content, file.content_id, False))
        if not self.fallback and (unpacked.text.strip() or unpacked.html.strip()):
            self.fallback = [Segment(_normal(unpacked.text) or None, _normal(unpacked.html) or None)]
        return []

    def _take_file(self, leaf: _Leaf, data: bytes, *, repeats: bool) -> None:
        kind = leaf.kind
        if kind.startswith(("message/", "text/rfc822")):
            self.content.report.append((kind, data))
        nameless = not leaf.name and leaf.disposition != "attachment"
        # Yet another form of the body (AMP, enriched, for watches) tells a reader nothing new.
        other_form = repeats and kind.startswith("text/") and kind != "text/calendar" and not leaf.content_id
        if nameless and (kind in _SIGNATURES or other_form or not data):
            return
        given, stem = leaf.name, "attachment"
        if not given and kind in _MESSAGES:
            given, stem = _subject_of(data), "message"
            given = f"{given}.eml" if given else ""
        elif kind == "text/calendar":
            stem = "invite"
        inline = leaf.disposition == "inline" and kind.startswith("image/")
        name = filenames.safe_name(given, kind, stem)
        self.content.files.append(Part(name, kind, data, leaf.content_id, inline))


def _best_of(bodies: list[list[Segment]]) -> list[Segment]:
    """Of alternatives: the first that is plain and the last that has HTML, which belong together."""
    plain = next((body for body in bodies if body and not any(segment.html for segment in body)), None)
    rich = next((body for body in reversed(bodies) if any(segment.html for segment in body)), None)
    if plain is None or rich is None:
        return rich or plain or []
    text = "\n".join(segment.plain or "" for segment in plain)
    html = "\n".join(segment.html or html_of(segment.plain or "") for segment in rich)
    return [Segment(text, html)]


def _paired(segments: list[Segment]) -> list[Segment]:
    """Some senders put the two forms of one text side by side, not as alternatives: then they are one stretch."""
    if len(segments) == 2 and segments[0].html is None and segments[1].plain is None:
        plain, html = segments[0].plain or "", segments[1].html or ""
        if _NOT_LETTERS.sub("", plain) == _NOT_LETTERS.sub("", text_of(html)):
            return [Segment(plain, html)]
    return segments


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _subject_of(data: bytes) -> str:
    return decode_words(read_tree(data[:65_536].split(b"\n\n")[0].split(b"\r\n\r\n")[0] + b"\n\n").raw("subject"))
