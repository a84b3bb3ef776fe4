"""Articles by the beginnings of their titles' words, as somebody of ours types: cheap enough for every key.

Each process keeps the titles; a version that was published since is read when somebody types again. What this person
may read is asked of the database before the best are chosen.
"""

import threading
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from rafeeq.knowledge.models import Edition, Passage
from rafeeq.knowledge.queries.articles import readable
from rafeeq.knowledge.queries.variables import filled_in, values
from rafeeq.knowledge.rules.variables import filled
from rafeeq.lib.arabic.words import MOST_ASKED, words_in
from rafeeq.lib.search.beginnings import Beginnings
from rafeeq.staff.models import User
from rafeeq.system.statements import asked

SHORTEST: Final = 2  # letters from which titles are looked for
LOOKED_AT: Final = 500  # editions of which it is asked whether this person may read them


class Titled(NamedTuple):
    """An article with the title that was met."""

    article: int
    title: str


@dataclass
class _Kept:
    state: Any = None  # the last passage, and when its words were published
    titles: Beginnings = field(default_factory=lambda: Beginnings(()))
    alone: threading.Lock = field(default_factory=threading.Lock)


_KEPT: Final = _Kept()


def titles_begun(user: User, typed: str, *, most: int) -> list[Titled]:
    """The articles that this person may quote from and whose titles hold all words that were begun."""
    words = words_in(typed)[:MOST_ASKED]
    if not words or len(words[0]) < SHORTEST:
        return []
    met = _titles().begun(words)[:LOOKED_AT]
    if not met:
        return []
    rows = readable(user).filter(pk__in=met).order_by("-pk").values_list("article", "language", "current__title")
    found: dict[int, Titled] = {}
    for article, language, title in rows[: most * 2]:
        found.setdefault(article, Titled(article, filled_in(title, language)))
    return list(found.values())[:most]


def _titles() -> Beginnings:
    """All titles as they are now: whoever publishes writes passages anew."""
    state = next(iter(asked(_newest)), None)
    with _KEPT.alone:
        if state != _KEPT.state:
            known = {language: values(language) for language in ("ar", "en")}
            rows = Edition.objects.filter(current__isnull=False).values_list("pk", "language", "current__title")
            titles = [(pk, filled(title, known.get(language, {}))) for pk, language, title in rows.iterator()]
            _KEPT.titles, _KEPT.state = Beginnings(titles), state
        return _KEPT.titles


def _newest() -> QuerySet[Passage, Any]:
    """What changes with all that is published."""
    return Passage.objects.order_by("-pk").values_list("pk", "edition__current__at")[:1]
