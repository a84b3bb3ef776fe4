"""A talk with the help centre: its questions in their order, each with what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rafeeq.flows.answer import SAID
from rafeeq.knowledge.models import Asked
from rafeeq.knowledge.queries.answers import asked, shown_of, talk
from rafeeq.knowledge.queries.articles import for_customers
from rafeeq.lib import questions


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quotation stands. `path` is empty when customers may read the article no longer."""

    article: int
    title: str
    quote: str
    path: str
    validated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer."""

    asked: Asked
    sources: Sequence[Source]
    words: str

    @property
    def kind(self) -> str:
        return self.asked.kind

    @property
    def is_offering(self) -> bool:
        """Whether articles are offered to read, of which none is the answer for certain."""
        return self.kind != Asked.Kind.ANSWERED and any(one.path for one in self.sources)

    @property
    def leaves_some(self) -> bool:
        """Whether more was asked than was answered."""
        parts = [one for one in questions.split(self.asked.question) if one.kind == "question"]
        return self.kind == Asked.Kind.ANSWERED and len(parts) > len(self.sources)


def asked_here(pk: int) -> Asked | None:
    """A question that was asked on these pages."""
    row = asked(pk)
    return row if row is not None and row.channel == "web" else None


def talk_of(last: Asked) -> list[Turn]:
    """The talk up to this question, the first one first."""
    rows = talk(last)
    told = {one["article"] for row in rows for one in shown_of(row)}
    days = _still_read(told, last)
    return [_turn(row, days) for row in rows]


def _still_read(articles: set[int], last: Asked) -> dict[int, datetime | None]:
    """Which of these articles may still be read, and when each was validated."""
    rows = for_customers(last.customer).filter(article__in=articles).order_by("article_id")
    return {row.article_id: row.validated_at for row in rows}


def _turn(row: Asked, days: dict[int, datetime | None]) -> Turn:
    sources = [
        Source(
            one["article"],
            one["title"],
            one["quote"],
            reverse("portal:article_by_number", args=[one["article"]]) if one["article"] in days else "",
            days.get(one["article"]),
        )
        for one in shown_of(row)
    ]
    return Turn(row, sources, _words(row))


def _words(row: Asked) -> str:
    """What is said to the question beside what is quoted; nothing where the quotation alone is the answer."""
    if row.why:
        return str(SAID.get(row.why, SAID[""]))
    if row.kind == Asked.Kind.CLARIFY:
        return _("Which of these do you mean?")
    if row.kind == Asked.Kind.ABSTAINED:
        return _("We have no certain answer to this in our articles. A person of ours can answer you.")
    return row.said if row.kind == Asked.Kind.ANSWERED else str(SAID[""])
