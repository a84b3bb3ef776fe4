"""The answer to a question out of the articles that somebody may read, or why there is none; and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models import Asked, Edition, Passage
from rafeeq.knowledge.queries.articles import answerable_on, last_day
from rafeeq.knowledge.queries.finding import meaning, ranked
from rafeeq.knowledge.queries.meant import asked_by
from rafeeq.knowledge.rules.answering.gate import Held, held
from rafeeq.knowledge.rules.answering.meaning import STAMP, is_heard
from rafeeq.knowledge.rules.answering.quoting import quoted
from rafeeq.knowledge.rules.answering.sufficiency import (
    NEAR,
    READS_FROM,
    Evidence,
    Word,
    confidence,
    covered,
    decided,
    numbers_of,
    numbers_stand,
)
from rafeeq.lib.arabic.dialects import standard
from rafeeq.system.statements import Question, objects, padded

if TYPE_CHECKING:
    from rafeeq.lib.search.ranking import Hit, Ranking

BEHIND = 0.8  # of the best passage: what comes nearer is quoted too
MOST_QUOTED = 2
LONGEST_TALK = 12  # questions


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article as they stand in it, at `start` to `end` of the passage."""

    edition: Edition
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Judged:
    """One article that was read: how sure it is that it answers, and by what evidence."""

    edition: Edition
    sure: float
    evidence: Evidence
    hits: "Sequence[Hit]"


@dataclass(frozen=True, slots=True)
class Reply:
    """`answer` with quotes, `clarify` with the editions to choose from, or `abstain`, with those worth reading as
    choices; the best of what was judged."""

    kind: str
    sure: float
    quotes: Sequence[Quote] = ()
    choices: Sequence[Edition] = ()
    judged: Sequence[Judged] = ()


def barred(question: str, spellings: Sequence[str]) -> Held | None:
    """Whether a question is for a person, or for its owner alone; its vector is heard where the gate knows such."""
    return held(spellings, meaning(question, only=STAMP) if is_heard(question) else None)


def reply(question: str, *, language: str, customer: Customer | None = None, only: Edition | None = None) -> Reply:
    """The answer for this customer, out of `only` where they have chosen it. Whatever is quoted they may read now."""
    editions = readable(language, customer)
    if only is not None:
        editions = editions.filter(pk=only.pk)
    once_more = _few(customer is not None, language, last_day())
    audience = f"{language} {customer is not None} {'one' if only else ''}"
    with asked_by(customer):
        found = ranked(question, editions, audience=audience, chosen=only is not None)
    judged = judge(question, found, once_more)
    if not judged:
        return Reply("abstain", 0.0)
    best, second = judged[0], judged[1] if len(judged) > 1 else None
    near = best.evidence.margin <= NEAR
    by_meaning = best.evidence.near is not None
    kind = decided(best.sure, near=near, has_second=second is not None, by_meaning=by_meaning)
    kind = "answer" if only is not None else kind
    if kind == "answer":
        return Reply(kind, best.sure, quotes=_quotes(best, found), judged=judged)
    if kind == "clarify" and second is not None:
        return Reply(kind, best.sure, choices=(best.edition, second.edition), judged=judged)
    worth_reading = tuple(one.edition for one in judged if one.sure >= READS_FROM)
    return Reply("abstain", best.sure, choices=worth_reading, judged=judged)


def readable(language: str, customer: Customer | None) -> QuerySet[Edition]:
    """What may be quoted in this language."""
    return _readable(customer is not None, language, last_day()).all()


@lru_cache(maxsize=16)
def _readable(is_known: bool, language: str, day: date) -> QuerySet[Edition]:
    """The question alone, never asked itself: putting it together takes as long as asking it."""
    return answerable_on(day, is_known=is_known).filter(language=language)


@lru_cache(maxsize=16)
def _few(is_known: bool, language: str, day: date) -> Question:
    """What of a few editions may be quoted, as a question whose SQL is built once."""

    def these(*numbers: int) -> QuerySet[Edition]:
        # By their articles' numbers too: else SQLite walks through every validated article for these few.
        articles = Edition.objects.filter(pk__in=numbers).values("article")
        return _readable(is_known, language, day).filter(pk__in=numbers, article__in=articles)

    return these


def _passages(*editions: int) -> QuerySet[Passage]:
    return Passage.objects.filter(edition__in=editions).order_by("edition", "position")


def judge(question: str, found: "Ranking", once_more: Question) -> list[Judged]:
    """The best articles with their evidence; the database says `once_more` which of them may be read."""
    from rafeeq.lib.search.evidence import held as stands
    from rafeeq.lib.search.ranking import HELD

    by_edition: dict[int, list[Hit]] = {}
    for hit in found.hits:
        by_edition.setdefault(hit.edition, []).append(hit)
    numbers = list(found.holds)
    rows = objects(once_more, *padded(numbers, HELD)) if numbers else []
    read = sorted(((row, by_edition[row.pk]) for row in rows), key=lambda one: numbers.index(one[0].pk))
    holding = stands(found, [row.pk for row, _hits in read])
    words = [[Word(one.word, one.rarity, one.share) for one in held_words] for held_words in holding]
    shares = [covered(one) for one in words]
    nearest = [max((hit.near["text"] for hit in hits if "text" in hit.near), default=None) for _row, hits in read]
    texts = _texts([row.pk for row, _hits in read]) if numbers_of(question) else {}
    judged = []
    for at, (row, hits) in enumerate(read):
        if row.current is not None:
            row.current.edition = row  # whoever writes the use down asks for it
        top, behind = hits[0].score, read[at + 1][1][0].score if at + 1 < len(read) else 0.0
        next_share = shares[at + 1] if at + 1 < len(read) else 0.0
        near, others = nearest[at], [one for one in nearest[:at] + nearest[at + 1 :] if one is not None]
        evidence = Evidence(
            lines=hits[0].shares.get("asked", 0.0),
            whole=hits[0].shares.get("standard", 0.0),
            passage=hits[0].shares.get("passage", 0.0),
            margin=(top - behind) / top if top else 0.0,
            strange=found.strange,
            words=words[at],
            numbers=not texts or numbers_stand(question, _whole(row, texts[row.pk])),
            near=near,
            ahead=near - max(others, default=0.0) if near is not None else 0.0,
            apart=shares[at] - next_share,
        )
        judged.append(Judged(row, confidence(evidence), evidence, hits))
    return judged


def _texts(editions: Sequence[int]) -> dict[int, list[Passage]]:
    """The passages of one edition or a few."""
    from rafeeq.lib.search.ranking import HELD

    found: dict[int, list[Passage]] = {edition: [] for edition in editions}
    for one in objects(_passages, *padded(editions, 1 if len(editions) == 1 else HELD)):
        found[one.edition_id].append(one)
    return found


def _whole(row: Edition, passages: Sequence[Passage]) -> str:
    """Everything an edition says, with how customers ask for it."""
    words = row.current
    lines = [words.title, words.summary, words.phrasings] if words else []
    return "\n".join([*lines, *(f"{one.heading}\n{one.text}" for one in passages)])


def _quotes(best: Judged, found: "Ranking") -> list[Quote]:
    from rafeeq.lib.search.evidence import best as shares

    texts = {one.pk: one for one in _texts([best.edition.pk])[best.edition.pk]}
    rows = [hit for hit in best.hits if hit.passage in texts]
    rows = [hit for hit in rows if hit.shares.get("passage")] or rows[:1]
    least = (rows[0].shares.get("passage", 0.0) if rows else 0.0) * BEHIND
    chosen = [hit for hit in rows if hit.shares.get("passage", 0.0) >= least][:MOST_QUOTED]
    quotes = []
    for hit in sorted(chosen, key=lambda hit: texts[hit.passage].position):
        passage = texts[hit.passage]
        start, end = quoted(passage.text, lambda parts: shares(found, [standard(part) for part in parts]))
        quotes.append(Quote(best.edition, passage, start, end))
    return quotes


def asked_lately(customer: Customer, within: timedelta = timedelta(days=1)) -> int:
    """How many questions this customer has asked in the last day."""
    since: datetime = timezone.now() - within
    return Asked.objects.filter(customer=customer, at__gte=since).count()


def asked(pk: int) -> Asked | None:
    """One question that was asked."""
    return Asked.objects.filter(pk=pk).select_related("version", "customer", "use").first()


def talk(last: Asked) -> list[Asked]:
    """The questions of the talk that ends with this one, the first one first, as far as the same person asked them."""
    rows = [last]
    while rows[0].earlier_id is not None and len(rows) < LONGEST_TALK:
        earlier = asked(rows[0].earlier_id)
        if earlier is None or earlier.customer_id != last.customer_id:
            break
        rows.insert(0, earlier)
    return rows


def shown_of(row: Asked) -> list[dict[str, Any]]:
    """What was shown to whoever asked."""
    return list(row.shown)
