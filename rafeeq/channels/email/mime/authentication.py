"""What our own mail server says about the sender: Authentication-Results (RFC 8601).

Whoever uses this must trust only the topmost header of a server that they named themselves: a sender can write
the same header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rafeeq.channels.email.mime.words import one_line, raw_text, unfold

_PIECE = re.compile(r"\"[^\"]*\"|[^();\"]+|[();\"]")
_RESULT = re.compile(r"([a-zA-Z][\w-]*)(?:\s*/\s*\d+)?\s*=\s*([a-zA-Z]+)")
_LONGEST = 16_384


def read_results(headers: Iterable[str]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """(authserv id, {method: result}) of each header, in their order; all in lower case, "" for a missing id.

    Of several results of one method, a pass counts: a mail may carry many DKIM signatures.
    """
    return tuple(_one(header) for header in headers)


def _one(header: str) -> tuple[str, Mapping[str, str]]:
    statements = _statements(raw_text(unfold(header[:_LONGEST]), None))
    server = ""
    if statements and not _RESULT.match(statements[0]):
        words = statements.pop(0).split()
        server = one_line(words[0]).lower() if words else ""
    results: dict[str, str] = {}
    for statement in statements:
        found = _RESULT.match(statement)
        if found and results.get(found[1].lower()) != "pass":
            method, result = found[1].lower(), found[2].lower()
            if result == "pass" or method not in results:
                results[method] = result
    return server, results


def _statements(text: str) -> list[str]:
    """The header split at its semicolons, without comments."""
    statements = [""]
    depth = 0
    for piece in _PIECE.findall(text):
        if piece in "()":
            depth = max(depth + (1 if piece == "(" else -1), 0)
        elif depth:
            continue
        elif piece == ";":
            statements.append("")
        else:
            statements[-1] += piece
    return [statement.strip() for statement in statements if statement.strip()]
