"""A folded word without what is joined to it."""

from typing import Final

_PARTICLES: Final = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")


def stem(word: str) -> str:
    """A folded word without its article and particles, where at least three letters stay: والفاتوره gives فاتوره."""
    for particle in _PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) >= 3:
            return word[len(particle) :]
    return word[1:] if word.startswith("و") and len(word) >= 5 else word
