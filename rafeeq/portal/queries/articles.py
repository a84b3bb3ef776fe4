"""What customers find of the articles. Everything begins with `for_customers`: it alone decides what may be read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models import Article, ArticleFile, Edition, Topic
from rafeeq.knowledge.queries.articles import files_of, for_customers, topics
from rafeeq.knowledge.queries.shown import Leads
from rafeeq.knowledge.queries.variables import values
from rafeeq.knowledge.rules.variables import filled, mentioned

SHELF = 200  # articles of a topic that stand on one page
USED = timedelta(days=90)
SLUG = 80  # letters


@dataclass(frozen=True, slots=True)
class Card:
    """An article as a list tells of it: its words in one language, with today's values."""

    edition: Edition
    title: str
    summary: str

    @property
    def path(self) -> str:
        return article_path(self.edition.article_id, self.title)

    @property
    def topic(self) -> Topic | None:
        return self.edition.article.topic

    @property
    def validated_at(self) -> datetime | None:
        return self.edition.validated_at


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic and how many articles this reader finds on it."""

    topic: Topic
    name: str
    count: int

    @property
    def path(self) -> str:
        return topic_path(self.topic, self.name)


def slug(title: str) -> str:
    """A title as a part of an address, in its own letters; never empty."""
    return slugify(title, allow_unicode=True)[:SLUG].strip("-") or "article"


def article_path(pk: int, title: str) -> str:
    return reverse("portal:article", args=[pk, slug(title)])


def leads(customer: Customer | None, language: str) -> Leads:
    """Where links in an article lead for this reader: to other articles that they may read, in their language."""

    def found(numbers: Collection[int]) -> Mapping[int, str]:
        rows = in_language(customer, language).filter(article__in=numbers)
        return {card.edition.article_id: card.path for card in cards(rows)}

    return found


def topic_path(topic: Topic, name: str) -> str:
    return reverse("portal:topic", args=[topic.pk, slug(name)])


def in_language(customer: Customer | None, language: str) -> QuerySet[Edition]:
    """Each article that this reader may read once: in their language, else in the one it has."""
    theirs = for_customers(customer).filter(article=OuterRef("article"), language=language)
    return for_customers(customer).filter(Q(language=language) | ~Exists(theirs))


def cards(editions: Iterable[Edition]) -> list[Card]:
    """The editions as lists show them; the values of texts are asked for once a language, if any names one."""
    rows = list(editions)
    known: dict[str, Mapping[str, str]] = {}

    def said(text: str, language: str) -> str:
        if not mentioned(text):
            return text
        if language not in known:
            known[language] = values(language)
        return filled(text, known[language])

    return [
        Card(row, said(row.current.title, row.language), said(row.current.summary, row.language))
        for row in rows
        if row.current
    ]


def shelves(customer: Customer | None, language: str) -> list[Shelf]:
    """The topics that hold something for this reader, in their order, and how much."""
    counted = (
        for_customers(customer)
        .order_by()
        .values("article__topic")
        .annotate(articles=Count("article", distinct=True))
        .values_list("article__topic", "articles")
    )
    held = dict(counted)
    return [Shelf(one, one.said(language), held[one.pk]) for one in topics() if held.get(one.pk)]


def shelf(pk: int, customer: Customer | None, language: str) -> tuple[Topic, list[Card]] | None:
    """A topic with its articles; None when it holds nothing for this reader."""
    rows = cards(in_language(customer, language).filter(article__topic=pk).order_by("current__title")[:SHELF])
    return (rows[0].edition.article.topic, rows) if rows and rows[0].edition.article.topic else None


def often_used(customer: Customer | None, language: str, most: int = 6) -> list[Card]:
    """What people came for most in the last ninety days: used in replies, given as answers, judged by readers."""
    since = timezone.now() - USED
    rows = (
        in_language(customer, language)
        .annotate(used=Count("article__uses", filter=Q(article__uses__at__gte=since)))
        .order_by("-used", "-validated_at", "-pk")
    )
    return cards(rows[:most])


def editions_of(pk: int, customer: Customer | None) -> dict[str, Edition]:
    """The editions of one article that this reader may read, by language; empty when it is not for them."""
    rows = for_customers(customer).filter(article=pk).select_related("current__edition")
    return {row.language: row for row in rows}


def related(row: Edition, customer: Customer | None, language: str, most: int = 5) -> list[Card]:
    """Others of the same topic, what is used most first."""
    if row.article.topic_id is None:
        return []
    since = timezone.now() - USED
    others = (
        in_language(customer, language)
        .filter(article__topic=row.article.topic_id)
        .exclude(article=row.article_id)
        .annotate(used=Count("article__uses", filter=Q(article__uses__at__gte=since)))
        .order_by("-used", "current__title")
    )
    return cards(others[:most])


def file_of(pk: int, number: int, customer: Customer | None) -> ArticleFile | None:
    """A file of an article that this reader may read."""
    article = Article.objects.filter(pk=pk, editions__in=for_customers(customer).order_by()).first()
    return files_of(article).filter(pk=number).first() if article else None


def subject_of(pk: int, customer: Customer | None, language: str) -> str:
    """What an article is called, as the first words of a request about it; nothing for one that is not for them."""
    found = cards(in_language(customer, language).filter(article=pk)[:1]) if pk else []
    return f"{found[0].title}: " if found else ""


def for_crawlers() -> list[Card]:
    """Every edition that everybody may read, for the map of the site."""
    return cards(for_customers().order_by("article_id", "language")[:40_000])
