"""The articles that a person of ours finds by some words, each with the passage that fits best."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rafeeq.knowledge.models import Edition, Passage
from rafeeq.knowledge.queries.articles import readable
from rafeeq.knowledge.queries.finding import ranked
from rafeeq.knowledge.queries.variables import filled_in
from rafeeq.lib.arabic.words import asked_words, words_in
from rafeeq.staff.models import User

if TYPE_CHECKING:
    from rafeeq.lib.search.ranking import Hit

PASSAGES: Final = 40  # that are looked at
HOLDS: Final = 0.35  # the share of what was asked that a passage or its title holds at least
MEANT: Final = 0.4  # how near in meaning its best line or itself is instead: what is strange to all is less near
SAID: Final = 3  # words from which on something is said that has a meaning; fewer are a name or a thing
BEHIND: Final = 0.35  # of the best passage's score: what fits worse is left out
LONGEST: Final = 300  # letters that are looked for


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """An edition that was found, and the text of its passage."""

    edition: Edition
    title: str
    heading: str
    text: str


def articles_found(user: User, words: str, *, most: int) -> list[ArticleFound]:
    """The articles that this person may quote from and that fit these words, the best first."""
    asked = words[:LONGEST]
    if not asked_words(asked) or not Edition.objects.filter(current__isnull=False).exists():
        return []
    editions = readable(user)
    hits = ranked(asked, editions, audience=f"staff {user.role} any", most=PASSAGES).hits
    best: dict[int, int] = {}
    has_meaning = len(words_in(asked)) >= SAID
    for hit in hits:
        if fits(hit, hits[0].score, has_meaning=has_meaning):
            best.setdefault(hit.edition, hit.passage)
    chosen = list(best.items())[:most]
    if not chosen:
        return []
    rows = {row.pk: row for row in editions.filter(pk__in=[edition for edition, _passage in chosen])}
    passages = Passage.objects.in_bulk([passage for _edition, passage in chosen])
    return [
        ArticleFound(rows[edition], _title(rows[edition]), passages[passage].heading, passages[passage].text)
        for edition, passage in chosen
        if edition in rows and passage in passages
    ]


def fits(hit: "Hit", best: float, *, has_meaning: bool) -> bool:
    """Whether a passage holds enough of what was asked, or means it; what is far behind the best does neither."""
    holds = max(hit.shares.values(), default=0.0) >= HOLDS
    means = has_meaning and max(hit.near.get("line", 0.0), hit.near.get("text", 0.0)) >= MEANT
    return (holds or means) and hit.score >= best * BEHIND


def _title(edition: Edition) -> str:
    return filled_in(edition.current.title, edition.language) if edition.current else ""
