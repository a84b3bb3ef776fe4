"""Take documents in as articles: looked through first, then written; what comes again brings up to date and doubles
nothing. Everything that stood here before stays among the versions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.actions.files import TooLarge, TooMany, add_file
from rafeeq.knowledge.models import Article, Edition, Topic
from rafeeq.knowledge.queries.articles import edition_of
from rafeeq.lib.documents import KINDS, Document, understood
from rafeeq.lib.to_markdown import Unreadable
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_validate_articles

What = Literal["new", "edition", "changed", "same", "failed"]
RECENT = 50  # versions
_PICTURE = re.compile(r"cid:([^)\s]+)")


@dataclass(frozen=True, slots=True)
class Planned:
    """What one document would do: `why` says what is wrong with one that cannot be taken in."""

    path: str
    what: What
    title: str = ""
    why: str = ""
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """How documents are taken in: what they do not say themselves. `validates`: those that say that they are
    validated are so at once."""

    by: User
    language: str = "ar"
    audience: str = Article.Audience.PUBLIC
    validates: bool = False


def look_through(files: Mapping[str, bytes], choices: Choices) -> list[Planned]:
    """What each document would do; nothing is written. Editions of one article follow one another, the Arabic first."""
    planned, seen = [], set[tuple[str, str]]()
    for path in sorted(files):
        if not path.lower().endswith(tuple(KINDS)):
            continue
        try:
            document = understood(path, files, language=choices.language)
        except Unreadable as broken:
            planned.append(Planned(path, "failed", why=str(broken)))
            continue
        place = (document.key, document.language)
        if place in seen:
            planned.append(Planned(path, "failed", document.title, why="twice"))
            continue
        seen.add(place)
        planned.append(Planned(path, "new", document.title, document=document))
    planned.sort(
        key=lambda one: (one.document.key, one.document.language != choices.language) if one.document else ("", False)
    )
    return _compared(planned)


def take_in(
    planned: Sequence[Planned], choices: Choices, progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[What, int]:
    """Write what was looked through, each document by itself, so that a failing one stops no other; counts by kind.

    Raises MayNotWrite.
    """
    if not may_validate_articles(choices.by.role):
        raise MayNotWrite
    told: dict[What, int] = {}
    for at, one in enumerate(planned, start=1):
        what = one.what
        if one.document is not None and what != "failed":
            with transaction.atomic():
                what = _taken(one.document, choices)
        told[what] = told.get(what, 0) + 1
        progress(at, len(planned))
    return told


def _compared(planned: Sequence[Planned]) -> list[Planned]:
    keys = {one.document.key for one in planned if one.document}
    rows = Article.objects.filter(imported_as__in=keys).prefetch_related("editions__newest")
    there = {row.imported_as: row for row in rows}
    known = set(there)
    told = []
    for one in planned:
        if one.document is None:
            told.append(one)
            continue
        row = there.get(one.document.key)
        edition = edition_of(row, one.document.language) if row else None
        what: What = "new" if one.document.key not in known else "edition"
        if edition is not None and edition.newest is not None:
            what = "same" if _was_here(edition, one.document) else "changed"
        known.add(one.document.key)
        told.append(Planned(one.path, what, one.title, document=one.document))
    return told


def _taken(document: Document, choices: Choices) -> What:
    row = Article.objects.filter(imported_as=document.key).first()
    words = _words(document)
    if not words.title:
        return "failed"
    what: What = "same"
    if row is None:
        what = "new"
        row = actions.begin(
            by=choices.by, words=words, language=document.language, topic=_topic(document.topic),
            audience=document.audience if document.audience in Article.Audience.values else choices.audience,
            imported_as=document.key[:500],
        )  # fmt: skip
        if document.pictures:  # known by numbers that are given once there is an article
            first = Edition.objects.select_related("newest").get(article=row)
            body = _with_files(row, document, choices.by)
            actions.write(first, by=choices.by, words=Words(words.title, words.summary, body, words.phrasings), seen=1)
    edition = actions.add_edition(row, document.language, by=choices.by)
    if row.state == Article.State.ARCHIVED:
        actions.take_out(row, by=choices.by)
    newest = edition.newest
    if newest is None or not _was_here(edition, document):
        what = what if what == "new" else "changed" if newest else "edition"
        body = _with_files(row, document, choices.by)
        seen = newest.number if newest else 0
        actions.write(edition, by=choices.by, words=Words(words.title, words.summary, body, words.phrasings), seen=seen)
    return _stated(row, edition, document, choices, what)


def _stated(row: Article, edition: Edition, document: Document, choices: Choices, what: What) -> What:
    row.refresh_from_db()
    edition = Edition.objects.select_related("newest").get(pk=edition.pk)
    is_theirs = edition.is_ahead and document.body and _is_same(edition, document)
    if choices.validates and document.state in ("", "validated") and is_theirs:
        try:
            actions.validate(edition, by=choices.by, review_on=document.review_on)
        except actions.UnknownVariables:
            return what  # it waits, and its page names what is unknown
    elif document.state == "not_validated" and row.state == Article.State.DRAFT:
        try:
            actions.propose(row, by=choices.by)
        except actions.UnknownVariables:
            return what
    elif document.state == "archived":
        actions.archive(row, by=choices.by)
    return what


def _words(document: Document) -> Words:
    return Words(document.title, document.summary, document.body, document.phrasings).tidy()


def _is_same(edition: Edition, document: Document) -> bool:
    """Whether the newest words are those of the document, whatever its pictures are called here."""
    if edition.newest is None:
        return False
    here, there = actions.words_of(edition.newest), _words(document)
    bare = [Words(one.title, one.summary, _PICTURE.sub("cid:", one.body), one.phrasings) for one in (here, there)]
    return bare[0] == bare[1]


def _was_here(edition: Edition, document: Document) -> bool:
    """Whether these words have come before: what was written here since then stays the newest."""
    return any(_is_same(Edition(newest=one), document) for one in edition.versions.order_by("-number")[:RECENT])


def _with_files(row: Article, document: Document, by: User) -> str:
    """The text with its pictures laid with the article, and shown by their numbers."""
    numbers: dict[str, str] = {}
    for picture in document.pictures:
        try:
            file = add_file(row, by=by, name=picture.name, content_type=picture.content_type, content=picture.content)
        except (TooLarge, TooMany):
            continue
        numbers[picture.name] = str(file.pk)
    return _PICTURE.sub(lambda found: f"cid:{numbers.get(found.group(1), found.group(1))}", document.body)


def _topic(name: str) -> Topic | None:
    """The shelf of this name; one that is not there is made."""
    if not name:
        return None
    found = Topic.objects.filter(name=name[:120]).first() or Topic.objects.filter(name_en=name[:120]).first()
    return found or Topic.objects.create(name=name[:120], position=Topic.objects.count() + 1)
