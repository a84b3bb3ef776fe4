"""Reading an HTML body as the lines a person sees, remembering where each stands and which marks it is under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .headers import header_kind, is_header_block, read_block
from .lines import Line, make_line

_BREAKING = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    }
)
_UNSEEN = frozenset({"head", "script", "style", "title", "template"})
_PICTURES = frozenset({"img", "svg", "video", "audio", "object"})
# Class or id of an element that holds a quoted message and nothing else.
_CONTAINERS = frozenset(
    {
        "yahoo_quoted",
        "protonmail_quote",
        "zmail_extra",
        "tutanota_quote",
        "moz-cite-prefix",
        "moz-forward-container",
        "gmail_attr",
        "olk_src_body_section",
        "mail-editor-reference-message-container",
        "hmquote",
        "freemail_quote",
    }
)
_PREFIXES = frozenset({"moz-cite-prefix", "gmail_attr", "moz-email-headers-table"})
_GMAIL = frozenset({"gmail_quote", "gmail_quote_container"})
# Id of an element after which all is quoted.
_CLOSERS = frozenset({"divrplyfwdmsg", "appendonsend", "replysplit"})
_RULED = re.compile(r"border-top: ?solid|border-top: ?[0-9.]{1,5}p[xt] solid|border-top-style: ?solid")
_RENAMED = re.compile(r"^(?:x_)+")


@dataclass(frozen=True)
class Place:
    """Line numbers of one element: where it starts, and the lines of its text and of the text behind it."""

    start: int
    text: int
    tail: int


@dataclass
class Flow:
    """A body as lines. ``places`` has one entry for each node of the body, in document order."""

    lines: list[Line] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    structural: set[int] = field(default_factory=set)  # lines inside a program's quote mark
    framed: set[int] = field(default_factory=set)  # lines inside a blockquote that no program marked as its own
    prefixes: set[int] = field(default_factory=set)  # lines that a program marked as announcing a quote
    pictures: set[int] = field(default_factory=set)  # lines with something to see that is no text
    ruled: list[int] = field(default_factory=list)  # lines that begin under a drawn line
    closing: int = 0  # first line from which all is quoted; the number of lines if there is none

    def headed(self, number: int) -> bool:
        """Tell whether a copied mail header begins at line ``number``, blank lines skipped."""
        at = next((n for n in range(number, min(number + 3, len(self.lines))) if not self.lines[n].blank), None)
        if at is None or header_kind(self.lines[at]) is None:
            return False
        block = read_block(self.lines, at)
        return block is not None and is_header_block(self.lines, block, separated=True)


@dataclass
class _Mark:
    """What surrounding elements say about the text inside."""

    quoted: bool = False
    structural: bool = False
    prefix: bool = False
    hidden: bool = False


class _Reader:
    """Walks a body once and writes down its lines."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.closings: list[int] = []
        self.texts: list[list[str]] = [[]]
        self.marks: list[_Mark] = [_Mark()]
        self.announced_from: int | None = None  # where a Gmail quote began whose blockquote is still to come

    @property
    def number(self) -> int:
        return len(self.texts) - 1

    def break_line(self) -> None:
        """Begin a new line unless the open one is still empty."""
        if "".join(self.texts[-1]).strip() or self.number in self.flow.pictures:
            self.new_line()

    def new_line(self) -> None:
        self.texts.append([])
        self.marks.append(_Mark())

    def write(self, text: str | None, mark: _Mark) -> int:
        """Add text to the open line; return its number."""
        if text and not mark.hidden:
            self.texts[-1].append(text)
            if text.strip():
                self.marks[-1] = mark
        return self.number


def read_flow(body: etree._Element) -> Flow:
    """Read ``body`` into lines."""
    reader = _Reader()
    starts: dict[etree._Element, int] = {}
    texts: dict[etree._Element, int] = {}
    tails: dict[etree._Element, int] = {}
    marks: list[_Mark] = [_Mark()]
    for event, node in _walk(body):
        if event == "start":
            mark = _mark(node, marks[-1])
            # A change of mark is a change of line, even between inline elements.
            if _tag(node) in _BREAKING or mark != marks[-1]:
                reader.break_line()
            _note(reader, node)
            marks.append(mark)
            starts[node] = reader.number
            texts[node] = reader.write(node.text if isinstance(node.tag, str) else None, mark)
        else:
            mark = marks.pop()
            if _tag(node) == "br":
                reader.new_line()
            elif _tag(node) in _BREAKING or mark != marks[-1]:
                reader.break_line()
            tails[node] = reader.write(node.tail, marks[-1]) if node is not body else reader.number
    flow = reader.flow
    flow.places = [Place(starts[node], texts[node], tails[node]) for node in body.iter()]
    flow.lines = [
        make_line("".join(parts), number, number + 1, quoted=reader.marks[number].quoted)
        for number, parts in enumerate(reader.texts)
    ]
    flow.structural |= {number for number, mark in enumerate(reader.marks) if mark.structural}
    flow.framed = {number for number, mark in enumerate(reader.marks) if mark.quoted} - flow.structural
    flow.prefixes |= {number for number, mark in enumerate(reader.marks) if mark.prefix}
    flow.closing = min(reader.closings, default=len(flow.lines))
    return flow


def _walk(body: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for event, node in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            yield "start", node
            yield "end", node
        else:
            yield event, node


def _note(reader: _Reader, node: etree._Element) -> None:
    """Write down pictures and the marks that concern more than what is inside the element."""
    if _tag(node) == "blockquote" and reader.announced_from is not None:
        announcement = range(reader.announced_from, reader.number)
        reader.flow.structural.update(announcement)
        reader.flow.prefixes.update(announcement)
        reader.announced_from = None
    elif _GMAIL & _names(node) and reader.announced_from is None:
        reader.announced_from = reader.number
    if _tag(node) in _PICTURES:
        reader.flow.pictures.add(reader.number)
    if _names(node) & _CLOSERS:
        reader.break_line()
        reader.closings.append(reader.number)
    if isinstance(node.tag, str) and _RULED.search((node.get("style") or "").lower()):
        reader.flow.ruled.append(reader.number)


def _mark(node: etree._Element, around: _Mark) -> _Mark:
    if not isinstance(node.tag, str):
        return _Mark(around.quoted, around.structural, around.prefix, hidden=True)
    names = _names(node)
    quote = _tag(node) == "blockquote"
    structural = around.structural or _is_container(node, names)
    return _Mark(
        quoted=around.quoted or quote or structural,
        structural=structural,
        prefix=around.prefix or bool(names & _PREFIXES),
        hidden=around.hidden or _tag(node) in _UNSEEN,
    )


def _is_container(node: etree._Element, names: frozenset[str]) -> bool:
    if names & _CONTAINERS or any(name.endswith("yahoo_quoted") for name in names):
        return True
    if node.get("data-rafeeq-quote") is not None:
        return True
    if _tag(node) == "blockquote":
        return (node.get("type") or "").lower() == "cite" or "gmail_quote" in names
    if names & _GMAIL:
        # Gmail wraps announcement, quote and the answers in between; with no blockquote inside it is a plain forward.
        return next(node.iter("blockquote"), None) is None
    return False


def _tag(node: etree._Element) -> str:
    return node.tag if isinstance(node.tag, str) else ""


def _names(node: etree._Element) -> frozenset[str]:
    """Class names and id in lower case, without the x_ that Outlook puts before foreign ones."""
    if not isinstance(node.tag, str):
        return frozenset()
    given = f"{node.get('class') or ''} {node.get('id') or ''}".lower().split()
    return frozenset(_RENAMED.sub("", name) for name in given)
