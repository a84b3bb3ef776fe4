"""Which passages answer a question best, among the editions that somebody may read.

The index lies in a file that the worker writes and every process maps; what was written since is kept beside it in
memory. The database alone says what may be read. The set is kept until the database tells that something has changed
of it; whatever was found it is asked about once more, so that a set that is behind can miss, and never lets through.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from rafeeq.knowledge.models import Edition, Passage
from rafeeq.knowledge.queries import meant
from rafeeq.knowledge.queries.articles import last_day
from rafeeq.knowledge.queries.variables import values
from rafeeq.knowledge.rules.variables import filled
from rafeeq.lib.arabic.arabizi import spelled
from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.folding import fold

if TYPE_CHECKING:
    from rafeeq.lib.search.ranking import Part, Ranking
    from rafeeq.lib.search.shelf import Entry, Shelf

RULES = "2"  # raise it when what an index holds changes its meaning
LONGEST_QUESTION = 2000  # letters that are looked at
LOOK_EVERY = 1.0  # seconds between two looks at whether something was written
FEW = 2000  # so many passages every process indexes by itself, without a file


@dataclass(frozen=True, slots=True)
class Kept:
    """What one audience may read, and the stamp that the database had before it was asked for it."""

    stamp: object
    allowed: frozenset[int]
    parts: "list[Part]"


@dataclass
class Library:
    """The index as one process knows it."""

    state: tuple[int, int] | None = None  # the last passage that it knows of, and when the file was written
    base: "Shelf | None" = None
    fresh: "Shelf | None" = None  # what was written since
    rows: "Sequence[Entry]" = ()  # of it, as long as some of them have no vectors yet
    parts: "list[tuple[Shelf, frozenset[int]]]" = field(default_factory=list)  # with the editions that are gone from it
    visible: dict[str, Kept] = field(default_factory=dict)
    looked: float = float("-inf")
    alone: threading.Lock = field(default_factory=threading.Lock)


LIBRARY = Library()


def path() -> Path:
    """Where the index lies."""
    return Path(settings.RAFEEQ_DATA) / "search" / "knowledge.arrays"


def ranked(
    question: str, editions: QuerySet[Edition], *, audience: str, most: int = 30, chosen: bool = False
) -> "Ranking":
    """The best passages of these editions. `audience` names who reads them, for what is kept between two questions:
    one name means one set, unless they are `chosen` for this question."""
    from rafeeq.lib.search.ranking import ranked as rank

    asked = query(question)
    with LIBRARY.alone:
        _look(LIBRARY)
        parts = _visible(LIBRARY, editions, audience, stamp=None if chosen else stamp())
    return rank(parts, asked, most=most)


def warm() -> None:
    """Bring the index up to what is written, before a transaction in which a question is asked."""
    import rafeeq.lib.search.ranking  # noqa: F401  loads what it needs

    with LIBRARY.alone:
        _look(LIBRARY)


def query(question: str) -> Any:
    """The question in the spellings of the index, and its vectors; Arabizi is a further spelling."""
    from rafeeq.lib.search.ranking import Query

    variants = _variants(question)
    spelt = tuple(fold(one) for one in variants), tuple(standard(one) for one in variants)
    return Query(*spelt, meant.of_question(variants[-1]))


def meaning(question: str, *, only: str) -> dict[str, Any]:
    """The question's vector of this encoder, as the ranking has it too: it is read once for both."""
    return meant.of_question(_variants(question)[-1], only=only)


def _variants(question: str) -> list[str]:
    said = question[:LONGEST_QUESTION]
    return [said, *([other] if (other := spelled(said)) else [])]


def forget() -> None:
    """Ask the database anew at the next question."""
    LIBRARY.looked = float("-inf")
    LIBRARY.state, LIBRARY.base, LIBRARY.parts, LIBRARY.visible = None, None, [], {}
    LIBRARY.fresh, LIBRARY.rows = None, ()


def stamp() -> object:
    """What stays the same as long as every audience may read the same: the changes that are known, and the day.

    Not the last number alone: a change that was begun earlier may become visible later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), count(*), sum(number) FROM knowledge_librarychange")
        return (*cursor.fetchone(), last_day())


def _visible(library: Library, editions: QuerySet[Edition], audience: str, *, stamp: object) -> "list[Part]":
    known = library.visible.get(audience)
    if known is not None and stamp is not None and known.stamp == stamp:
        return known.parts
    allowed = frozenset(editions.values_list("pk", flat=True))
    parts = known.parts if known is not None and known.allowed == allowed else _parts(library, allowed)
    library.visible[audience] = Kept(stamp, allowed, parts)
    return parts


def _parts(library: Library, allowed: frozenset[int]) -> "list[Part]":
    import numpy as np

    from rafeeq.lib.search.ranking import part

    numbers = np.array(sorted(allowed), dtype=np.int64)
    return [part(shelf, allowed=numbers, gone=np.array(sorted(gone), dtype=np.int64)) for shelf, gone in library.parts]


def _now() -> tuple[int, int]:
    """The last passage that was written, and the file. What changes is written anew; what only went nobody reads."""
    try:
        kept = path().stat().st_mtime_ns
    except OSError:
        kept = 0
    return Passage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0, kept


def _look(library: Library) -> None:
    """Bring what this process knows up to what is written."""
    if time.monotonic() - library.looked < LOOK_EVERY:
        return
    state = _now()
    if state != library.state:
        _bring_up(library)
        library.state = state
    elif library.rows:
        _read_on(library)
    library.looked = time.monotonic()


def opened() -> "Shelf | None":
    """The file's shelf, with the vectors of whoever makes them here."""
    from rafeeq.lib.search.shelf import opened as kept

    return kept(path(), stamp=RULES, encoders=[one.stamp for one in meant.encoders()])


def _bring_up(library: Library) -> None:
    from rafeeq.lib.search.shelf import filled as shelved

    base = opened() or library.base
    there = passages_by_edition()
    changed = set(there)
    gone: frozenset[int] = frozenset()
    if base is not None:
        kept = _kept(base)
        changed = {pk for pk, numbers in there.items() if kept.get(pk) != numbers}
        gone = frozenset(pk for pk in kept if pk in changed or pk not in there)
    before, library.base = library.fresh, base
    library.rows = list(entries(changed))
    library.fresh = shelved(library.rows, beside=base) if library.rows else None
    library.parts = [(base, gone)] if base is not None else []
    _read_on(library, [one for one in (base, before) if one is not None])


def _read_on(library: Library, old: "Sequence[Shelf]" = ()) -> None:
    """Give what is fresh its vectors, as many as a question may wait for."""
    known = old or [one for one in (library.base, library.fresh) if one is not None]
    if library.fresh is not None:
        library.fresh, more = meant.few_filled(library.fresh, library.rows, known)
        library.parts = [*[one for one in library.parts if one[0] is library.base], (library.fresh, frozenset())]
        library.rows = library.rows if more else ()
    library.visible = {}


def passages_by_edition() -> dict[int, tuple[int, ...]]:
    """The numbers of every edition's passages."""
    found: dict[int, list[int]] = {}
    for pk, edition in Passage.objects.order_by("pk").values_list("pk", "edition_id").iterator():
        found.setdefault(edition, []).append(pk)
    return {edition: tuple(numbers) for edition, numbers in found.items()}


def _kept(shelf: "Shelf") -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for pk, place in zip(shelf.passages.tolist(), shelf.of.tolist(), strict=True):
        found.setdefault(place, []).append(pk)
    editions = shelf.editions.tolist()
    return {editions[place]: tuple(sorted(numbers)) for place, numbers in found.items()}


def entries(editions: Collection[int], *, told: Callable[[int], None] | None = None) -> "Iterable[Entry]":
    """What is indexed of these editions; `told` hears how many are done."""
    numbers, size = sorted(editions), 500
    known = {language: values(language) for language in ("ar", "en")}
    for begin in range(0, len(numbers), size):
        rows = Edition.objects.filter(pk__in=numbers[begin : begin + size], current__isnull=False)
        for row in rows.select_related("current").prefetch_related("passages").order_by("pk"):
            yield entry(row, known.get(row.language, {}))
        if told is not None:
            told(min(begin + size, len(numbers)))


def entry(row: Edition, known: Any) -> "Entry":
    """What is indexed of one edition."""
    from rafeeq.lib.search.shelf import Entry

    assert row.current is not None  # noqa: S101 - asked for in the query
    title, lead = filled(row.current.title, known), filled(row.current.summary, known)
    lines = [title, lead, *row.current.phrasings.splitlines()]
    passages = sorted(row.passages.all(), key=lambda one: one.pk)
    texts = [f"{one.heading} {one.text}" if one.heading != title else one.text for one in passages]
    whole = " \n".join([*lines, *texts])
    return Entry(
        row.pk,
        fold(whole),
        standard(whole),
        [standard(line) for line in lines if line.strip()],
        # A summary says what the article is about and not what the answer is: it is found by, and not quoted.
        [
            (one.pk, "" if one.text == lead and len(passages) > 1 else standard(text))
            for one, text in zip(passages, texts, strict=True)
        ],
        # An encoder reads a passage under its title, for it cannot look at what stands around it.
        [
            *(line for line in lines if line.strip()),
            *(
                "" if one.text == lead and len(passages) > 1 else f"{title}: {text}"
                for one, text in zip(passages, texts, strict=True)
            ),
        ],
    )
