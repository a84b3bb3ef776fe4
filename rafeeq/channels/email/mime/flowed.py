"""format=flowed (RFC 3676) undone: soft line breaks disappear, quote marks stay."""

from __future__ import annotations

from itertools import takewhile


def unflow(text: str, *, delete_space: bool) -> str:
    """Paragraphs as single lines. `delete_space` is DelSp=yes: the trailing space was only a mark of the break."""
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = sum(1 for _ in takewhile(lambda character: character == ">", line))
        content = line[depth:].removeprefix(" ")
        signature = content == "-- "
        soft = content.endswith(" ") and not signature
        if soft and delete_space:
            content = content[:-1]
        if open_depth == depth and not signature:
            out[-1].append(content)
        else:
            out.append([f"{'>' * depth} {content}" if depth else content])
        open_depth = depth if soft else None
    return "\n".join("".join(pieces) for pieces in out)
