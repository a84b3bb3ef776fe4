"""Finding articles by words: ranked passages of what this reader may read, with the places of the words in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models import Passage
from rafeeq.lib.arabic.words import asked_words, found_at, words_of
from rafeeq.portal.queries.articles import Card, cards, in_language
from rafeeq.portal.rules.excerpts import pieces

LONGEST = 500  # letters of a search that are looked at
PASSAGES = 20_000
FITS = 0.4  # of what a passage would score that holds every word, in its title too


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found, by the passage that fits best."""

    card: Card
    heading: str
    anchor: str
    text: str
    marks: Sequence[tuple[int, int]]
    score: float

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The part of the passage that is shown, in runs, each with whether somebody asked for it."""
        return pieces(self.text, self.marks)

    @property
    def path(self) -> str:
        return f"{self.card.path}#{self.anchor}" if self.anchor else self.card.path


def found(words: str, customer: Customer | None, language: str, most: int = 20) -> list[Found]:
    """The articles that fit these words best, each once."""
    asked = asked_words(words[:LONGEST])
    if not asked:
        return []
    rows = {row.pk: row for row in in_language(customer, language)}
    best: dict[int, tuple[float, Passage]] = {}
    for passage in Passage.objects.filter(edition__in=rows).order_by("edition", "position")[:PASSAGES]:
        row = rows[passage.edition_id]
        titled = words_of(f"{row.current.title} {row.current.phrasings}" if row.current else "")
        here = words_of(f"{passage.heading} {passage.text}")
        score = sum((2.0 if set(forms) & titled else 0) + (1.0 if set(forms) & here else 0) for forms in asked)
        if score > best.get(row.pk, (0.0, passage))[0]:
            best[row.pk] = (score, passage)
    chosen = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:most]
    shown = {card.edition.pk: card for card in cards(rows[pk] for pk, _ in chosen)}
    return [
        Found(shown[pk], passage.heading, passage.anchor, passage.text, found_at(passage.text, asked), score)
        for pk, (score, passage) in chosen
    ]


def likely(words: str, customer: Customer | None, language: str, most: int = 3) -> list[Found]:
    """Of what was found, only what fits most of the words: it is shown to people who came to write, not to search."""
    asked = asked_words(words[:LONGEST])
    if len(asked) < 2:
        return []
    return [one for one in found(words, customer, language, most) if one.score >= FITS * 3 * len(asked)]
