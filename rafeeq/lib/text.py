"""Plain text from outside, made fit for where it will stand."""

from rafeeq.lib.arabic.direction import strip_bidi_controls

LONGEST_NUMBER = 18  # digits: whatever is not longer fits every database
JOINERS = "\u200c\u200d"  # they shape letters and emoji, and belong to the spelling


def one_line(text: str) -> str:
    """The text as one line without control characters: fit for a name, a subject, a header of a mail."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(
        character if character.isprintable() or character in JOINERS else " " for character in strip_bidi_controls(text)
    )
    return " ".join(visible.split())


def without_nul(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot keep."""
    return text.replace("\0", "")


def whole_number(text: str) -> int | None:
    """The number that a visitor's address or form names, in whichever digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None
