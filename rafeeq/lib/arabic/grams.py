"""Short runs of letters inside words: what ranking and learning compare, because no stemmer has to be right for it."""

from rafeeq.lib.arabic.words import words_in


def grams(text: str, shortest: int = 3, longest: int = 4) -> list[str]:
    """The runs of letters of each folded word with a space at either end; a short word is one run itself."""
    found = []
    for word in words_in(text):
        padded = f" {word} "
        count = len(padded)
        if count <= shortest:
            found.append(padded)
            continue
        for size in range(shortest, min(longest, count) + 1):
            found += [padded[at : at + size] for at in range(count - size + 1)]
    return found
