"""Finding articles by words: the passages that fit best of what this reader may read, the words marked in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models import Passage
from rafeeq.knowledge.queries.answers import reply
from rafeeq.knowledge.queries.finding import ranked
from rafeeq.knowledge.rules.answering.gate import held
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.arabic.words import asked_words, found_at
from rafeeq.portal.queries.articles import Card, cards, in_language
from rafeeq.portal.rules.excerpts import pieces

if TYPE_CHECKING:
    from rafeeq.lib.search.ranking import Hit

_LIST = re.compile(r"^[-*](?= )", re.MULTILINE)
LONGEST = 500  # letters of a search that are looked at
PASSAGES = 100  # that are looked through for articles
HOLDS = 0.2  # the least share of what was asked for that some field of an article must hold
BEHIND = 0.4  # of the best score: what lies further behind is not told
NEAR = 0.8  # of the surest article: others as sure stand beside it
FEWEST = 2  # words, before anything is likely
TELLING = 3  # letters of a word that is marked where it stands
EVERYWHERE = frozenset(
    map(
        fold, ("على", "إلى", "هذا", "هذه", "التي", "الذي", "كيف", "متى", "أين", "هل", "عند", "the", "and", "for", "how")
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found, by the passage that fits best."""

    card: Card
    heading: str
    anchor: str
    text: str
    marks: Sequence[tuple[int, int]]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The part of the passage that is shown, in runs, each with whether somebody asked for it."""
        return pieces(_LIST.sub("•", self.text), self.marks)  # as long as it was: the marks stay in their places

    @property
    def path(self) -> str:
        return f"{self.card.path}#{self.anchor}" if self.anchor else self.card.path


def found(words: str, customer: Customer | None, language: str, most: int = 20) -> list[Found]:
    """The articles that fit these words best, each once, by its best passage."""
    asked = words[:LONGEST]
    if not asked_words(asked):
        return []
    editions = in_language(customer, language)
    hits = ranked(asked, editions, audience=f"help {language} {customer is not None}", most=PASSAGES).hits
    fits: dict[int, list[Hit]] = {}
    for hit in hits:
        if max(hit.shares.values(), default=0.0) >= HOLDS and hit.score >= hits[0].score * BEHIND:
            fits.setdefault(hit.edition, []).append(hit)
    chosen = [(edition, _closest(rows)) for edition, rows in fits.items()][:most]
    return _shown(chosen, asked, customer, language)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What answers a search by itself, in the article's own words; nothing of it is written down."""

    card: Card
    quote: str

    @property
    def path(self) -> str:
        return self.card.path


def answer_to(words: str, customer: Customer | None, language: str) -> tuple[Quoted | None, str]:
    """The certain answer to a search, if there is one, and why it is for a person at once, if it is."""
    asked = words[:LONGEST]
    other = spelled(asked)
    spellings = [fold(asked), standard(asked), *([fold(other), standard(other)] if other else [])]
    if barred := held(spellings):
        return None, barred.why if barred.kind == "escalate" else ""
    told = reply(asked, language=language, customer=customer)
    if told.kind != "answer" or not told.quotes:
        return None, ""
    shown = cards([told.quotes[0].edition])
    return (Quoted(shown[0], told.quotes[0].text) if shown else None), ""


def likely(words: str, customer: Customer | None, language: str, most: int = 3) -> list[Found]:
    """Only what would be answered with, or asked about: it is shown to people who came to write, not to search."""
    asked = words[:LONGEST]
    if len(asked_words(asked)) < FEWEST:
        return []
    told = reply(asked, language=language, customer=customer)
    judged = [] if told.kind == "abstain" else told.judged
    chosen = [(one.edition.pk, _closest(one.hits)) for one in judged if one.sure >= told.sure * NEAR and one.hits]
    return _shown(chosen[:most], asked, customer, language)


def _closest(hits: "Sequence[Hit]") -> int:
    """Of an edition's passages the one that itself holds most of what was asked for."""
    return max(hits, key=lambda hit: hit.shares.get("passage", 0.0)).passage


def _shown(chosen: Sequence[tuple[int, int]], asked: str, customer: Customer | None, language: str) -> list[Found]:
    """These passages of these editions, as far as this reader may read them now."""
    rows = {row.pk: row for row in in_language(customer, language).filter(pk__in=[edition for edition, _ in chosen])}
    told = {card.edition.pk: card for card in cards(rows.values())}
    texts = Passage.objects.in_bulk([passage for _, passage in chosen])
    wanted = [forms for forms in asked_words(asked) if len(forms[0]) >= TELLING and forms[0] not in EVERYWHERE]
    return [
        Found(told[edition], text.heading, text.anchor, text.text, found_at(text.text, wanted))
        for edition, passage in chosen
        if edition in told and (text := texts.get(passage)) and text.edition_id == edition
    ]
