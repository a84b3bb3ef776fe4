"""What is asked about articles. Staff go through `visible_to`; customers, and whatever answers them, through
`for_customers` and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timezone import get_default_timezone

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models import (
    Article,
    ArticleEvent,
    ArticleFault,
    ArticleFile,
    ArticleUse,
    Edition,
    Topic,
    Version,
    Writing,
)
from rafeeq.knowledge.rules.articles import may_validate, may_validate_words, sees_unvalidated
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_write_articles
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.queries import visible_to as tickets_visible_to

OTHER = {"ar": "en", "en": "ar"}


def visible_to(user: User) -> QuerySet[Article]:
    """The articles that this person finds: whoever serves customers all of them, colleagues what is validated."""
    rows = Article.objects.all()
    return rows if sees_unvalidated(user.role) else rows.filter(state=Article.State.VALIDATED)


def today() -> date:
    """The day at the installation."""
    return timezone.localdate(timezone=get_default_timezone())


def last_day() -> date:
    """The review day an article must at least have so that customers still read it today."""
    return today() - timedelta(days=preference(preferences.GRACE_DAYS))


def for_customers(customer: Customer | None = None) -> QuerySet[Edition]:
    """The editions that this customer may read now, None: a visitor whom nobody knows. The only way towards customers.

    Validated, looked at in time, for their eyes, on a shelf that is in use. `current` holds the words; `is_behind`
    tells that it is a translation of words that have changed since.
    """
    return _for_customers(customer is not None, last_day()).all()


@lru_cache(maxsize=8)
def _for_customers(is_known: bool, day: date) -> QuerySet[Edition]:
    """The question alone, never asked itself: putting it together takes as long as asking it."""
    audiences = [Article.Audience.PUBLIC, *([Article.Audience.CUSTOMERS] if is_known else [])]
    return with_behind(
        Edition.objects.filter(
            Q(article__topic=None) | Q(article__topic__is_active=True),
            current__isnull=False,
            article__state=Article.State.VALIDATED,
            article__review_on__gte=day,
            article__audience__in=audiences,
        )
    ).select_related("article__topic", "current")


def answerable(customer: Customer | None = None) -> QuerySet[Edition]:
    """What may be quoted to this customer as an answer: as `for_customers`, without translations that are behind."""
    return answerable_on(last_day(), is_known=customer is not None)


def answerable_on(day: date, *, is_known: bool) -> QuerySet[Edition]:
    """The same of a known customer or a visitor, of articles whose review day is not before this one."""
    return _for_customers(is_known, day).filter(Q(is_behind=False))


def readable(user: User) -> QuerySet[Edition]:
    """The validated editions that a person of ours may quote from, whoever they are written for."""
    return with_behind(
        Edition.objects.filter(
            article__in=visible_to(user).filter(state=Article.State.VALIDATED, review_on__gte=last_day()),
            current__isnull=False,
        )
    ).select_related("article__topic", "current")


def with_behind(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Each edition with `is_behind`: whether it translates words of the original that people do not read any more."""
    original = Edition.objects.filter(article=OuterRef("article"), language=OuterRef("article__language"))
    after = Coalesce(OuterRef("current__beside"), 0)
    return rows.annotate(is_behind=Exists(original.filter(current__gt=after).exclude(pk=OuterRef("pk"))))


def articles(
    user: User, *, state: str = "", topic: int | None = None, audience: str = "", words: str = "", mine: bool = False
) -> QuerySet[Article]:
    """The articles of a list, newest change first; each with its topic, owner and editions."""
    rows = visible_to(user)
    if state == "again":
        rows = rows.filter(needs_a_look()).exclude(state=Article.State.ARCHIVED)
    elif state in Article.State.values:
        rows = rows.filter(state=state)
    else:
        rows = rows.exclude(state=Article.State.ARCHIVED)
    if topic is not None:
        rows = rows.filter(topic=topic)
    if audience in Article.Audience.values:
        rows = rows.filter(audience=audience)
    if mine:
        rows = rows.filter(owner=user)
    for word in words.split()[:8]:
        hits = Edition.objects.filter(article=OuterRef("pk")).filter(
            Q(newest__title__icontains=word) | Q(newest__summary__icontains=word) | Q(newest__body__icontains=word)
            | Q(newest__phrasings__icontains=word)
        )  # fmt: skip
        rows = rows.filter(Exists(hits))
    return with_editions(rows, texts=False).order_by("-changed_at", "-pk")


def after(rows: QuerySet[Article], pk: int) -> QuerySet[Article]:
    """What follows in a list behind this article; everything where it is gone."""
    last = Article.objects.filter(pk=pk).values_list("changed_at", flat=True).first()
    return rows if last is None else rows.filter(Q(changed_at__lt=last) | Q(changed_at=last, pk__lt=pk))


def with_editions(rows: QuerySet[Article], *, texts: bool = True) -> QuerySet[Article]:
    """The articles with what a list tells of each, in a fixed number of statements; `texts`: with their whole words."""
    whole = Edition.objects.select_related("newest", "current")
    titles = Edition.objects.select_related("newest").defer("newest__body", "newest__phrasings")
    editions = with_behind(whole if texts else titles).order_by("language")
    open_faults = Count("faults", filter=Q(faults__settled_at=None), distinct=True)
    return (
        rows.select_related("topic", "owner")
        .annotate(open_faults=open_faults)
        .prefetch_related(Prefetch("editions", queryset=editions))
    )


def needs_a_look() -> Q:
    """Articles that somebody must look at: their day has come, or a signal called for it."""
    return Q(again_at__isnull=False) | Q(state=Article.State.VALIDATED, review_on__lte=today())


def counts(user: User) -> Mapping[str, int]:
    """How many articles stand in each state, and under `again` how many are to be looked at."""
    rows = visible_to(user)
    told = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    again = rows.filter(needs_a_look()).exclude(state=Article.State.ARCHIVED).count()
    return {state: told.get(state, 0) for state in Article.State.values} | {"again": again}


def article(user: User, pk: int) -> Article | None:
    """One article that this person finds."""
    return with_editions(visible_to(user)).filter(pk=pk).first()


def edition_of(row: Article, language: str) -> Edition | None:
    """The article's edition in a language."""
    return next((one for one in row.editions.all() if one.language == language), None)


def titled(row: Article, language: str) -> str:
    """What an article is called for a reader of this language; for a draft without words nothing."""
    first = edition_of(row, language) or edition_of(row, row.language) or next(iter(row.editions.all()), None)
    words = first and (first.newest or first.current)
    return words.title if words else ""


def is_validator(user: User, row: Article) -> bool:
    """Whether this person may say that the article is true."""
    return may_validate(user.role, is_owner=row.owner_id == user.pk)


def validates_words(user: User, row: Article, edition: Edition) -> bool:
    """Whether this person may say that the newest words of an edition are true."""
    newest = edition.newest
    return newest is not None and may_validate_words(
        user.role, is_owner=row.owner_id == user.pk, wrote_them=newest.by_id == user.pk, are_read=not edition.is_ahead
    )


def is_writer(user: User) -> bool:
    """Whether this person writes articles."""
    return may_write_articles(user.role)


def versions_of(edition: Edition) -> QuerySet[Version]:
    """Every version, the newest first."""
    return edition.versions.select_related("by").order_by("-number")


def version_of(edition: Edition, number: int) -> Version | None:
    """One version by its number."""
    return versions_of(edition).filter(number=number).first()


def writing_of(edition: Edition, user: User) -> Writing | None:
    """What this person has written here and not saved."""
    return Writing.objects.filter(edition=edition, user=user).first()


def others_writing(edition: Edition, user: User, since: datetime) -> Sequence[str]:
    """Who else has been writing in this edition since then."""
    rows = Writing.objects.filter(edition=edition, changed_at__gte=since).exclude(user=user)
    return list(rows.order_by("user__name").values_list("user__name", flat=True))


def events_of(row: Article) -> QuerySet[ArticleEvent]:
    """What happened to an article, the newest first."""
    return row.events.select_related("by", "version__edition").order_by("-pk")


def files_of(row: Article) -> QuerySet[ArticleFile]:
    """The files that lie with it."""
    return row.files.filter(removed_at=None).order_by("pk")


def uses_of(user: User, row: Article) -> QuerySet[ArticleUse]:
    """Where an article was used, newest first: in requests that this person sees."""
    seen = Q(ticket=None) | Q(ticket__in=tickets_visible_to(user))
    return row.uses.filter(seen).select_related("by", "ticket").order_by("-pk")


def faults(user: User, *, mine: bool = False) -> QuerySet[ArticleFault]:
    """What is said to be wrong and not settled, what is due first; said in requests that this person sees."""
    seen = Q(ticket=None) | Q(ticket__in=tickets_visible_to(user))
    rows = ArticleFault.objects.filter(seen, settled_at=None, article__in=visible_to(user))
    if mine:
        rows = rows.filter(article__owner=user)
    return rows.select_related("article__owner", "version", "by").order_by("due_at", "pk")


def fault(user: User, pk: int) -> ArticleFault | None:
    """One of them."""
    return faults(user).filter(pk=pk).first()


def topics(*, also_resting: bool = False) -> QuerySet[Topic]:
    """The shelves in their order."""
    rows = Topic.objects.all() if also_resting else Topic.objects.filter(is_active=True)
    return rows.order_by("position", "pk")


def topic(pk: int) -> Topic | None:
    """One shelf, also one that is out of use."""
    return Topic.objects.filter(pk=pk).first()


def topics_counted() -> QuerySet[Topic]:
    """Every shelf with the number of articles on it that are not in the archive."""
    there = Count("articles", filter=~Q(articles__state=Article.State.ARCHIVED))
    return topics(also_resting=True).annotate(standing=there)
