"""Files of articles: kept in the same store as those of tickets, known by their own bytes, handed out as downloads."""

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.models import Article, ArticleFile
from rafeeq.knowledge.queries.articles import is_writer
from rafeeq.lib.files import display_name, sniff
from rafeeq.staff.models import User
from rafeeq.system.storage import keep

LARGEST = 20 * 1024 * 1024  # bytes of one file
MOST = 50  # files of one article


class TooLarge(ValueError):
    """The file is larger than an article's file may be, or empty."""


class TooMany(ValueError):
    """As many files as an article may have are there already."""


def add_file(row: Article, *, by: User, name: str, content_type: str, content: bytes) -> ArticleFile:
    """Lay a file with an article; the same bytes under the same name are there once. Raises MayNotWrite, TooLarge,
    TooMany."""
    if not is_writer(by):
        raise MayNotWrite
    if not 0 < len(content) <= LARGEST:
        raise TooLarge
    kind = sniff(content, name, content_type)
    stored = keep(content, prefix="attachments")
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=row.pk)
        there = ArticleFile.objects.filter(article=row, removed_at=None)
        same = there.filter(stored=stored, name=display_name(name)).first()
        if same is not None:
            return same
        if there.count() >= MOST:
            raise TooMany
        return ArticleFile.objects.create(
            article=row, name=display_name(name), content_type=kind.content_type[:120], declared=content_type[:120],
            is_suspicious=kind.suspicious, size=len(content), stored=stored, by=by,
        )  # fmt: skip


def remove_file(row: ArticleFile, *, by: User) -> None:
    """Take a file away from an article; older versions that showed it show its name. Raises MayNotWrite."""
    if not is_writer(by):
        raise MayNotWrite
    ArticleFile.objects.filter(pk=row.pk, removed_at=None).update(removed_at=timezone.now())
