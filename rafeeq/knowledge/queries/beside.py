"""Articles beside a ticket: found by words, of use for the same reason, linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, Q

from rafeeq.knowledge.models import ArticleUse, Edition
from rafeeq.knowledge.queries.articles import readable, visible_to
from rafeeq.knowledge.queries.finding import ranked
from rafeeq.knowledge.queries.variables import values
from rafeeq.knowledge.rules.variables import filled
from rafeeq.staff.models import User
from rafeeq.tickets.models import Outcome, Ticket

if TYPE_CHECKING:
    from rafeeq.lib.search.ranking import Hit, Ranking

FOUND: Final = 8
BEHIND: Final = 0.5  # of the best: what is further away is not told
STRANGE: Final = 0.8  # of what was asked stands nowhere: nothing is told
LIKELY: Final = 3
# How much the first article holds of what is known at all of a letter, in its titles and phrasings and (counting a
# third) as a whole; and how near the next ones come to it. How sure an answer is tells nothing here: letters are long.
HOLDS: Final = 0.32
AS_NEAR: Final = 0.8
UNKNOWN: Final = 0.9  # of a letter: what is left of it tells nothing


@dataclass(frozen=True, slots=True)
class Lead:
    """An edition as a list tells of it, with today's values; `often`, `confirmed`: how often it was used for the same
    reason, and in how many of those the customer said yes."""

    edition: Edition
    title: str
    summary: str
    often: int = 0
    confirmed: int = 0


def found(user: User, words: str, *, language: str) -> Sequence[Lead]:
    """The editions that a person of ours finds by these words, the best first; of one article the one in this language.

    Found as customers are answered, so whatever the spelling or the dialect.
    """
    if not words.strip():
        return []
    rows = readable(user)
    hits = ranked(words, rows, audience=f"staff {user.role}", most=60)
    near = _near(hits, BEHIND) if hits.strange < STRANGE else {}
    known = {row.pk: row for row in rows.filter(pk__in=near)}
    chosen: dict[int, Edition] = {}
    for pk in near:
        row = known.get(pk)
        if row is not None and (row.article_id not in chosen or row.language == language):
            chosen[row.article_id] = row
    return _led([(row, 0, 0) for row in list(chosen.values())[:FOUND]])


def likely(user: User, said: str, *, language: str) -> list[Edition]:
    """The editions in this language that probably speak of what a customer wrote; none where nothing is near."""
    rows = readable(user).filter(language=language)
    if not rows.exists():
        return []
    hits = ranked(said, rows, audience=f"staff {user.role} {language}")
    near = _near(hits, AS_NEAR)
    first = next(iter(near.values()), None)
    if first is None or hits.strange > UNKNOWN or _held(first) < HOLDS * (1 - hits.strange):
        return []
    known = {row.pk: row for row in rows.filter(pk__in=near).select_related("article", "current")}
    return [known[pk] for pk in near if pk in known][:LIKELY]


def _held(hit: "Hit") -> float:
    return hit.shares.get("asked", 0.0) + hit.shares.get("standard", 0.0) / 3


def _near(found: "Ranking", behind: float) -> "dict[int, Hit]":
    """The best hit of each edition that comes so near to the first one; the best first."""
    best: dict[int, Hit] = {}
    for hit in found.hits:
        best.setdefault(hit.edition, hit)
    top = max((hit.score for hit in best.values()), default=0.0)
    return {pk: hit for pk, hit in best.items() if hit.score >= top * behind}


def used_for(user: User, ticket: Ticket) -> Sequence[Lead]:
    """The articles used most for requests of the same reason: each with how often, and how many of those the customers
    confirmed. Nothing while the request has no reason."""
    if ticket.reason_id is None:
        return []
    confirmed = Count("pk", filter=Q(ticket__outcome=Outcome.CONFIRMED))
    uses = ArticleUse.objects.filter(ticket__reason=ticket.reason_id).exclude(ticket=ticket)
    told = {
        row: (often, yes)
        for row, often, yes in uses.values_list("article")
        .annotate(often=Count("pk"), yes=confirmed)
        .order_by("-often")[:5]
    }
    rows = readable(user).filter(article__in=told, language=F("article__language"))
    return _led(sorted(((row, *told[row.article_id]) for row in rows), key=lambda one: -one[1]))


def _led(rows: Sequence[tuple[Edition, int, int]]) -> Sequence[Lead]:
    known = {language: values(language) for language in {row.language for row, _often, _yes in rows}}
    return [
        Lead(
            row, filled(row.current.title, known[row.language]), filled(row.current.summary, known[row.language]), *told
        )
        for row, *told in rows
        if row.current is not None
    ]


def linked_in(user: User, ticket: Ticket) -> list[ArticleUse]:
    """The articles used in a ticket that this person finds, in their order."""
    rows = ArticleUse.objects.filter(ticket=ticket, article__in=visible_to(user))
    return list(rows.select_related("article", "version__edition", "by").order_by("pk"))


def use_in(ticket: Ticket, pk: int) -> ArticleUse | None:
    """One of them."""
    return ArticleUse.objects.filter(ticket=ticket, pk=pk).select_related("version__edition").first()
