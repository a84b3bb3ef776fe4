"""An archive or a document from the page: kept, looked through by a job, taken in by another, with progress."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions.importing import Choices, Planned, look_through, take_in
from rafeeq.knowledge.models import ArticleImport
from rafeeq.lib.documents import ALL, TooMuch, unpacked
from rafeeq.lib.files import display_name
from rafeeq.lib.to_markdown import Unreadable
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_validate_articles
from rafeeq.system.storage import keep, read

LARGEST = 100 * 1024 * 1024  # bytes of what is sent
State = ArticleImport.State


def begin(*, by: User, name: str, content: bytes, language: str, audience: str, validates: bool) -> ArticleImport:
    """Keep what was sent, to be looked through. Raises MayNotWrite, TooMuch."""
    if not may_validate_articles(by.role):
        raise MayNotWrite
    if not 0 < len(content) <= LARGEST:
        raise TooMuch
    stored = keep(content, prefix="imports")
    return ArticleImport.objects.create(
        name=display_name(name), stored=stored, language=language, audience=audience, validates=validates, by=by
    )


def look(pk: int) -> None:
    """Look through what was sent, and keep the plan; nothing is written."""
    row = ArticleImport.objects.select_related("by").get(pk=pk)
    if row.state != State.LOOKING:
        return
    try:
        planned = look_through(_files(row), _choices(row))
    except (Unreadable, TooMuch, FileNotFoundError) as broken:
        _fail(row, type(broken).__name__)
        return
    row.plan = [[one.path, one.what, one.title, one.why] for one in planned]
    row.state = State.READY
    row.save(update_fields=["plan", "state"])


def start(row: ArticleImport) -> bool:
    """Say that it shall be taken in; False: somebody has said so already."""
    return bool(ArticleImport.objects.filter(pk=row.pk, state=State.READY).update(state=State.RUNNING, done=0))


def run(pk: int) -> None:
    """Take it in. A second run after a kill begins anew and doubles nothing."""
    row = ArticleImport.objects.select_related("by").get(pk=pk)
    if row.state != State.RUNNING:
        return
    choices = _choices(row)
    planned: list[Planned] = look_through(_files(row), choices)

    def progress(done: int, _of: int) -> None:
        ArticleImport.objects.filter(pk=pk).update(done=done)

    take_in(planned, choices, progress)
    with transaction.atomic():
        ArticleImport.objects.filter(pk=pk).update(state=State.DONE, finished_at=timezone.now(), done=len(planned))


def _files(row: ArticleImport) -> Mapping[str, bytes]:
    content = read(row.stored)
    if len(content) > ALL:
        raise TooMuch
    return unpacked(row.name, content)


def _choices(row: ArticleImport) -> Choices:
    return Choices(row.by, row.language, row.audience, row.validates)


def _fail(row: ArticleImport, error: str) -> None:
    row.state, row.error, row.finished_at = State.FAILED, error[:300], timezone.now()
    row.save(update_fields=["state", "error", "finished_at"])
