"""Splitting an HTML reply by the marks mail programs leave in it, and by the words they write above a quote."""

import copy
import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from .finding import attribution_lines, first_marker, quoted_lines
from .html_lines import Flow, read_flow

# Characters that no tree may hold, and that no reader can see.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class SplitHtml:
    """The two parts of a reply. Every visible word of the original is in one of them."""

    new_html: str
    quoted_html: str


def split_html(html: str) -> SplitHtml:
    """Split an HTML reply; all of it is new when nothing is quoted, or when all of it looks quoted.

    The parts are fragments: of a whole document its body, in a ``div`` if that carried a direction or language.
    Neither part is safe to show before it was sanitised.
    """
    body = _body(html)
    if body is None:
        return SplitHtml(html, "")
    flow = read_flow(body)
    quoted = _quoted(flow)
    shown = [number for number, line in enumerate(flow.lines) if not line.blank or number in flow.pictures]
    if not quoted.intersection(shown) or quoted.issuperset(shown):
        return SplitHtml(html, "")
    return SplitHtml(_without(body, flow, quoted), _without(body, flow, set(range(len(flow.lines))) - quoted))


def _body(html: str) -> etree._Element | None:
    """Parse; None for what holds nothing or what the parser would not take whole."""
    if not html.strip():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    source = _UNWRITABLE.sub("", html).encode("utf-8")
    try:
        document = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return None
    body: etree._Element | None = document.find("body")
    return body


def _quoted(flow: Flow) -> set[int]:
    """Return the numbers of the quoted lines."""
    closing = min([flow.closing, *_after_hint(flow)])
    lines = flow.lines[:closing]
    after = set(range(closing, len(flow.lines)))
    marker = first_marker(lines, 0)
    runs = _runs(flow, closing)
    if not runs:
        # A blockquote that nothing announces may hold what the sender cites.
        return after if marker is None and flow.framed else quoted_lines(lines) | after
    if len(runs) > 1:
        # The sender answered between the quoted parts: they stay, as context.
        announced = attribution_lines(lines, marker) if marker is not None else set()
        return announced | {number for number in flow.prefixes if number < closing} | after
    first, last = runs[0]
    if marker is not None and marker.start < first:
        reaches = all(line.blank for line in lines[marker.after : first])
        if marker.closing or not reaches:
            return set(range(marker.start, len(flow.lines)))
        first = marker.start
    return set(range(first, last + 1)) | after


def _after_hint(flow: Flow) -> list[int]:
    """Outlook draws a line above the copied header; believe the line only where the header is."""
    return [number for number in flow.ruled if flow.headed(number)]


def _runs(flow: Flow, closing: int) -> list[tuple[int, int]]:
    """Return first and last line of each stretch inside a program's quote mark, blank lines not counted."""
    runs: list[tuple[int, int]] = []
    open_run = False
    for number, line in enumerate(flow.lines[:closing]):
        if number in flow.structural:
            first = runs.pop()[0] if open_run else number
            runs.append((first, number))
            open_run = True
        elif not line.blank or number in flow.pictures:
            open_run = False
    return runs


def _without(body: etree._Element, flow: Flow, numbers: set[int]) -> str:
    """Return the inside of ``body`` without the lines in ``numbers``."""
    part = copy.deepcopy(body)
    nodes = list(part.iter())
    for node, place in zip(nodes, flow.places, strict=True):
        if place.text in numbers:
            node.text = None
        if place.tail in numbers:
            node.tail = None
    # From the last to the first, so that an emptied element is judged after its children.
    for node, place in reversed(list(zip(nodes, flow.places, strict=True))):
        if node is not part and place.start in numbers and len(node) == 0 and not node.text:
            _drop(node)
    return _inside(part, body.getparent())


def _drop(node: etree._Element) -> None:
    """Remove an element but not the text behind it."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail and before is not None:
        before.tail = _UNWRITABLE.sub("", (before.tail or "") + node.tail)
    elif node.tail:
        parent.text = _UNWRITABLE.sub("", (parent.text or "") + node.tail)
    parent.remove(node)


def _inside(body: etree._Element, document: etree._Element) -> str:
    """Write a body as a fragment, with the direction and language that it or its document had."""
    kept = {name: node.get(name) for node in (document, body) for name in ("dir", "lang") if node.get(name)}
    body.attrib.clear()
    body.attrib.update(kept)
    body.tag = "div"
    body.tail = None
    whole: str = lxml_html.tostring(body, encoding="unicode")
    return whole if kept else whole.removeprefix("<div>").removesuffix("</div>")
