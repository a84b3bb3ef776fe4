"""Names and codes on a page: initials for an avatar, isolation for what reads left to right."""

import unicodedata

from markupsafe import Markup, escape

_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
PARTICLES = {"بن", "ابن", "بنت", "آل", "أبو", "أم", "al", "bin", "ibn", "bint", "de", "von", "van"}


def initials(name: str) -> str:
    """The first letters of the first and the last name: "سارة المطيري" gives "س م". A question mark for no name."""
    words = [word for word in name.replace("@", " ").split() if word.lower() not in PARTICLES and word[0].isalnum()]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    # Apart by a space: Arabic letters would join into something that looks like a word.
    return " ".join(_first_letter(word) for word in ends)


def ltr(text: object) -> Markup:
    """A code, phone number or address, isolated so that the Arabic around it cannot reorder it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def isolated(text: object) -> Markup:
    """Somebody's own words within a sentence of ours, isolated so that neither can reorder the other."""
    return Markup("<bdi>{}</bdi>").format(text)


def in_lines(text: str) -> Markup:
    """Somebody's own words over several lines, each line read in its own direction.

    Lines of one direction stay together. The stylesheet's `unicode-bidi: plaintext` would say the same, but Chromium
    draws the brackets of a line the wrong way round when the line before it runs in another direction or has none.
    """
    lines = text.split("\n")
    overall = _direction(text, "rtl")
    if len({_direction(line, overall) for line in lines}) == 1:
        return escape(text)
    blocks: list[tuple[str, list[str]]] = []
    empty: list[str] = []  # empty lines open the block that follows them: at the end of one they would not be seen
    for line in lines:
        direction = _direction(line, overall)
        if not line.strip():
            empty.append("")
        elif blocks and blocks[-1][0] == direction:
            blocks[-1][1].extend([*empty, line])
            empty = []
        else:
            blocks.append((direction, [*empty, line]))
            empty = []
    return Markup("").join(
        Markup('<span class="lines" dir="{}">{}</span>').format(direction, "\n".join(block))
        for direction, block in blocks
    )


def _direction(text: str, default: str) -> str:
    """The direction of its first letter."""
    ways = (_WAYS.get(unicodedata.bidirectional(character)) for character in text)
    return next((way for way in ways if way), default)


def _first_letter(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    elif word.lower().startswith(("al-", "el-")):
        word = word[3:] or word
    return word[0].upper()
