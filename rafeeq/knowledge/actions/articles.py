"""The verbs of articles: begin, write, propose, validate, archive. Every one is told in the article's own timeline."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions.passages import write_passages
from rafeeq.knowledge.models import Article, ArticleEvent, Edition, Topic, Version, Writing
from rafeeq.knowledge.queries.articles import OTHER, is_validator, is_writer, today, validates_words
from rafeeq.knowledge.queries.variables import unknown_in
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_validate_articles
from rafeeq.system import preferences
from rafeeq.system.queries import preference

What = ArticleEvent.What
LONGEST = 100_000  # letters of a text


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one version as they are sent."""

    title: str
    summary: str = ""
    body: str = ""
    phrasings: str = ""

    def tidy(self) -> "Words":
        """The same without what no text needs: line ends of other systems, empty lines at the end."""
        body, asked = (without_nul(text).replace("\r\n", "\n").rstrip() for text in (self.body, self.phrasings))
        lines = dict.fromkeys(one_line(line)[:300] for line in asked.splitlines() if line.strip())
        return Words(one_line(self.title)[:200], one_line(self.summary)[:500], body[:LONGEST], "\n".join(lines))


class NoTitle(ValueError):
    """An article needs a title."""


class NoText(ValueError):
    """There is nothing to validate: the edition has no text yet."""


class OthersWrote(Exception):
    """Somebody saved another version since this one was begun; `version` is theirs. What was written is kept."""

    def __init__(self, version: Version) -> None:
        super().__init__(version.title)
        self.version = version


class UnknownVariables(ValueError):
    """The text names values that nobody keeps; `args[0]` is the list of their keys."""


class WrongState(ValueError):
    """This cannot be done with an article that stands where this one does."""


def begin(
    *,
    by: User,
    words: Words,
    language: str = "ar",
    topic: Topic | None = None,
    audience: str = Article.Audience.PUBLIC,
    owner: User | None = None,
    note: str = "",
    imported_as: str = "",
) -> Article:
    """Begin an article with its first words. Raises MayNotWrite, NoTitle."""
    if not is_writer(by):
        raise MayNotWrite
    words = words.tidy()
    if not words.title:
        raise NoTitle
    with transaction.atomic():
        row = Article.objects.create(
            topic=topic, audience=audience, owner=owner or by, language=language, created_by=by, imported_as=imported_as
        )
        edition = Edition.objects.create(article=row, language=language)
        tell(row, What.MADE, by=by, version=_added(edition, words, by=by, note=note))
    return row


def add_edition(row: Article, language: str, *, by: User) -> Edition:
    """The edition in another language, to be written beside the first. Raises MayNotWrite."""
    if not is_writer(by):
        raise MayNotWrite
    return Edition.objects.get_or_create(article=row, language=language)[0]


def write(edition: Edition, *, by: User, words: Words, seen: int, note: str = "") -> Version:
    """Save a new version over the one numbered `seen` (0: the first). The same words as before make no new one,
    unless a translation is thereby said to hold beside newer words.

    Raises MayNotWrite, NoTitle, WrongState (archived), OthersWrote: then the words are kept as this person's unsaved
    ones.
    """
    if not is_writer(by):
        raise MayNotWrite
    words = words.tidy()
    if not words.title:
        raise NoTitle
    with transaction.atomic():
        row = _held(edition.article_id)
        if row.state == Article.State.ARCHIVED:
            raise WrongState
        edition = Edition.objects.select_related("newest").get(pk=edition.pk)
        newest = edition.newest
        if newest is None or newest.number == seen:
            return _saved(row, edition, by=by, words=words, note=note)
    keep_writing(edition, by=by, words=words, seen=seen)
    raise OthersWrote(newest)


def _saved(row: Article, edition: Edition, *, by: User, words: Words, note: str) -> Version:
    newest = edition.newest
    Writing.objects.filter(edition=edition, user=by).delete()
    beside = _beside(edition)
    if newest is not None and words_of(newest) == words and newest.beside_id == beside:
        return newest
    version = _added(edition, words, by=by, note=note)
    if row.state == Article.State.NOT_VALIDATED and not may_validate_articles(by.role):
        row.state = Article.State.DRAFT  # what was proposed is not what stands there now
    row.changed_at = version.at
    row.save(update_fields=["state", "changed_at"])
    tell(row, What.WRITTEN, by=by, version=version, note=version.note)
    return version


def restore(edition: Edition, version: Version, *, by: User, seen: int, note: str) -> Version:
    """Let an older wording be the newest again. Raises as `write`."""
    return write(edition, by=by, words=words_of(version), seen=seen, note=note)


def keep_writing(edition: Edition, *, by: User, words: Words, seen: int) -> None:
    """Keep what somebody is writing and has not saved."""
    defaults = {
        "seen": seen,
        "title": without_nul(words.title)[:200],
        "summary": without_nul(words.summary)[:500],
        "body": without_nul(words.body)[:LONGEST],
        "phrasings": without_nul(words.phrasings)[:LONGEST],
        "changed_at": timezone.now(),
    }
    Writing.objects.update_or_create(edition=edition, user=by, defaults=defaults)


def drop_writing(edition: Edition, *, by: User) -> None:
    """Forget what somebody has written and not saved."""
    Writing.objects.filter(edition=edition, user=by).delete()


def arrange(row: Article, *, by: User, topic: Topic | None, audience: str, owner: User) -> None:
    """Put an article on another shelf, before other readers, into other hands.

    Who reads it and who answers for it is for whoever may validate it. Raises MayNotWrite.
    """
    with transaction.atomic():
        row = _held(row.pk)
        further = (audience, owner.pk) != (row.audience, row.owner_id)
        if not is_writer(by) or (further and not is_validator(by, row)):
            raise MayNotWrite
        if not further and (topic.pk if topic else None) == row.topic_id:
            return
        row.topic, row.audience, row.owner, row.changed_at = topic, audience, owner, timezone.now()
        row.save(update_fields=["topic", "audience", "owner", "changed_at"])
        tell(row, What.ARRANGED, by=by)


def propose(row: Article, *, by: User) -> None:
    """Say that a draft is ready for somebody to validate. Raises MayNotWrite, WrongState, UnknownVariables."""
    if not is_writer(by):
        raise MayNotWrite
    with transaction.atomic():
        row = _held(row.pk)
        if row.state != Article.State.DRAFT:
            raise WrongState
        for edition in row.editions.select_related("newest"):
            _refuse_unknown(edition.newest)
        _move(row, Article.State.NOT_VALIDATED)
        tell(row, What.PROPOSED, by=by)


def send_back(row: Article, *, by: User, why: str) -> None:
    """Let whoever proposed it write on, and say why. Raises MayNotWrite, WrongState, ValueError without a reason."""
    if not is_validator(by, row):
        raise MayNotWrite
    if not one_line(why):
        raise ValueError("why")
    with transaction.atomic():
        row = _held(row.pk)
        if row.state != Article.State.NOT_VALIDATED:
            raise WrongState
        _move(row, Article.State.DRAFT)
        tell(row, What.SENT_BACK, by=by, note=one_line(why)[:500])


def validate(edition: Edition, *, by: User, seen: int | None = None, review_on: date | None = None) -> Edition:
    """Say that the newest words of an edition are true until `review_on`: from now on people read them. Of a
    translation it is said that it says the same; the day stays that of the original. Who owns an article does not do so
    with new words of their own.

    `seen`: the number of the version that was read; another one is not what this person validates (OthersWrote).
    Raises MayNotWrite, NoText, UnknownVariables, WrongState.
    """
    with transaction.atomic():
        row = _held(edition.article_id)
        if not is_validator(by, row):
            raise MayNotWrite
        if row.state == Article.State.ARCHIVED:
            raise WrongState
        edition = Edition.objects.select_related("newest").get(pk=edition.pk)
        newest = edition.newest
        if newest is None or not newest.body.strip():
            raise NoText
        if not validates_words(by, row, edition):
            raise MayNotWrite
        if seen is not None and newest.number != seen:
            raise OthersWrote(newest)
        _refuse_unknown(newest)
        now = timezone.now()
        edition.current, edition.validated_at, edition.validated_by = newest, now, by
        edition.save(update_fields=["current", "validated_at", "validated_by"])
        _stands_until(row, edition, review_on, now)
        write_passages(edition)
        tell(row, What.VALIDATED, by=by, version=newest)
    return edition


def _stands_until(row: Article, edition: Edition, review_on: date | None, now: datetime) -> None:
    """The article counts as true for a while. A translation that is right says nothing of the original's age."""
    if edition.language == row.language or row.state != Article.State.VALIDATED:
        row.review_on, row.again_at, row.again_for = review_on or next_review(), None, ""
    row.state, row.changed_at = Article.State.VALIDATED, now
    row.save(update_fields=["state", "review_on", "changed_at", "again_at", "again_for"])


def next_review() -> date:
    """The day by which somebody must look at what is validated today."""
    return today() + timedelta(days=preference(preferences.REVIEW_DAYS))


def archive(row: Article, *, by: User, why: str = "") -> None:
    """Take an article out of use; it stays as it is, and what was linked to it stays told. Raises MayNotWrite."""
    if not is_validator(by, row):
        raise MayNotWrite
    with transaction.atomic():
        row = _held(row.pk)
        if row.state == Article.State.ARCHIVED:
            return
        _move(row, Article.State.ARCHIVED)
        tell(row, What.ARCHIVED, by=by, note=one_line(why)[:500])


def take_out(row: Article, *, by: User) -> None:
    """Take an article out of the archive, as a draft that somebody must validate again. Raises MayNotWrite."""
    if not is_writer(by):
        raise MayNotWrite
    with transaction.atomic():
        row = _held(row.pk)
        if row.state != Article.State.ARCHIVED:
            return
        _move(row, Article.State.DRAFT)
        tell(row, What.TAKEN_OUT, by=by)


def call_for_a_look(row: Article, why: str, *, note: str = "") -> bool:
    """A signal asks for a look before its day: it counts as due today, and its grace begins. False: it was due."""
    with transaction.atomic():
        row = _held(row.pk)
        if row.again_at is not None or row.state != Article.State.VALIDATED:
            return False
        row.again_at, row.again_for = timezone.now(), why
        row.review_on = min(row.review_on or today(), today())
        row.save(update_fields=["again_at", "again_for", "review_on"])
        tell(row, What.AGAIN, by=None, note=note[:500])
    return True


def words_of(version: Version | Writing) -> Words:
    """The words of a version, or of what somebody has not saved."""
    return Words(version.title, version.summary, version.body, version.phrasings)


def tell(
    row: Article,
    what: str,
    *,
    by: User | None,
    version: Version | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Write into the article's timeline."""
    ArticleEvent.objects.create(article=row, what=what, by=by, version=version, note=note, at=at or timezone.now())


def _held(pk: int) -> Article:
    return Article.objects.select_for_update().get(pk=pk)


def _move(row: Article, state: str) -> None:
    row.state, row.changed_at = state, timezone.now()
    row.again_at, row.again_for = None, ""
    row.save(update_fields=["state", "changed_at", "again_at", "again_for"])


def _added(edition: Edition, words: Words, *, by: User | None, note: str = "") -> Version:
    before = edition.newest
    version = Version.objects.create(
        edition=edition,
        number=before.number + 1 if before else 1,
        title=words.title,
        summary=words.summary,
        body=words.body,
        phrasings=words.phrasings,
        beside_id=_beside(edition),
        by=by,
        note=one_line(note)[:300],
    )
    edition.newest = version
    edition.save(update_fields=["newest"])
    return version


def _beside(edition: Edition) -> int | None:
    """The newest version of the edition beside this one, which a translator has before them."""
    other = Edition.objects.filter(article=edition.article_id, language=OTHER.get(edition.language, ""))
    return other.values_list("newest", flat=True).first()


def _refuse_unknown(version: Version | None) -> None:
    if version and (unknown := unknown_in(version.title, version.summary, version.body)):
        raise UnknownVariables(unknown)
