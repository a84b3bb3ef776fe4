"""Finding where the sender's own words end and a signature begins: "-- " or what a phone signs."""

import re

from . import words
from .headers import is_rule
from .lines import Line

_LINK = re.compile(r"<?https?://[^\s<>]+>?")
_MOST_LINES = 12  # a longer tail under "--" is text, not a signature
_FOOTER_LINES = 6
_MOST_WORDS = 8
_LATIN = re.compile("[a-z0-9]")
_SPACED = re.compile("[a-z\u0400-\u04ff\u0600-\u06ff]")  # Latin, Cyrillic and Arabic letters: words have spaces around


def signature_start(lines: list[Line], numbers: list[int]) -> int | None:
    """Return the index into ``numbers`` (the lines that are new, in order) where the signature begins, or None.

    A signature never takes the whole of the new lines.
    """
    filled = [index for index, number in enumerate(numbers) if not lines[number].blank]
    start = _delimiter(lines, numbers, filled)
    kept = [index for index in filled if start is None or index < start]
    while kept and signs_device(lines[numbers[kept[-1]]]) and _stands_apart(lines, numbers, kept):
        start = kept.pop()
        while len(kept) > 1 and is_rule(lines[numbers[kept[-1]]]):
            start = kept.pop()
    return start if kept else None


def _delimiter(lines: list[Line], numbers: list[int], filled: list[int]) -> int | None:
    """Return the index of the line that stands above a signature, as short as signatures are."""
    for at in range(max(1, len(filled) - _MOST_LINES), len(filled)):
        line, below = lines[numbers[filled[at]]], [lines[numbers[index]] for index in filled[at + 1 :]]
        if line.fenced or any(one.bare.endswith(("?", "؟")) for one in below):
            # Nobody asks a question in a signature.
            continue
        if line.folded == "--" or _rules_off_footer(line, below):
            return filled[at]
    return None


def _rules_off_footer(line: Line, below: list[Line]) -> bool:
    """Tell whether a drawn line stands above the footer of a mailing list, which says where to write or read."""
    drawn = line.folded.startswith("_____") and is_rule(line)
    return drawn and len(below) < _FOOTER_LINES and any("@" in one.folded or "://" in one.folded for one in below)


def _stands_apart(lines: list[Line], numbers: list[int], kept: list[int]) -> bool:
    """Tell whether a blank line, a rule or another signature stands above the last line kept."""
    above = lines[numbers[kept[-1]] - 1] if numbers[kept[-1]] else None
    return above is None or above.blank or is_rule(above) or signs_device(above)


def signs_device(line: Line) -> bool:
    """Tell whether a line is "Sent from my iPhone" and nothing a person would say, in any language."""
    if not line.folded or line.fenced or line.length > 200:
        return False
    bare = words.plain(_LINK.sub(" ", line.folded)).strip(" .-:")
    if not bare:
        return False
    if not words.sent_from().search(bare):
        return False
    return any(_made_of_devices(bare, phrase, devices) for phrase, devices in words.sent_from_phrases())


def _made_of_devices(bare: str, phrase: str, devices: frozenset[str]) -> bool:
    if bare == phrase:
        # A phrase that names the device itself stands alone; "sent from" with nothing after it does not.
        return bool(set(phrase.split()) & devices)
    if bare.startswith(phrase):
        if _SPACED.match(phrase[-1]) and bare[len(phrase)] != " ":
            return False
        rest = bare[len(phrase) :].split()
    elif bare.endswith(phrase):
        rest = bare[: -len(phrase)].split()
    else:
        return False
    known = [word.strip("'.-") in devices for word in rest]
    if not rest or len(rest) > _MOST_WORDS or not any(known[:3]):
        return False
    if _LATIN.match(phrase):
        # Latin scripts: a few small words may be among the names ("my Galaxy smartphone").
        return len(known) - sum(known) <= 3
    # Elsewhere only device words and model names may follow: a sentence ("sent from my phone a picture") goes on.
    return all(device or _LATIN.match(word) for device, word in zip(known, rest, strict=True))
