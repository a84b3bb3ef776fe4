"""Names and codes on a page: initials for an avatar, isolation for what reads left to right."""

from markupsafe import Markup

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


def _first_letter(word: str) -> str:
    if word.startswith("ال") and len(word) > 3:
        word = word[2:]
    elif word.lower().startswith(("al-", "el-")):
        word = word[3:] or word
    return word[0].upper()
