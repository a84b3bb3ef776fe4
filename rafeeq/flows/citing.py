"""How an article is named as the source of what was said, and in which spellings a question is looked at."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from rafeeq.knowledge.models import Edition
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quotation stands: the article, its address, and when somebody last said that it is true."""

    article: int
    title: str
    url: str
    quote: str
    at: datetime | None


def cited(row: Edition, quote: str) -> Citation:
    """An edition as a source."""
    title = row.current.title if row.current else ""
    return Citation(row.article_id, title, address_of(row.article_id), quote, row.validated_at)


def address_of(article: int) -> str:
    """Where customers read an article."""
    try:
        return settings.RAFEEQ_URL + reverse("portal:article_by_number", args=[article])
    except NoReverseMatch:
        return f"{settings.RAFEEQ_URL}/help/articles/{article}/"


def spellings(text: str) -> list[str]:
    """The text folded, in Standard, and with its Arabizi in Arabic letters."""
    other = spelled(text)
    return [fold(text), standard(text), *([fold(other), standard(other)] if other else [])]
