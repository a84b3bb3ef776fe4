"""What a customer asked before a person had the matter: out of the record, for whoever takes it on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from rafeeq.knowledge.models import Asked, Edition, ModelCall
from rafeeq.lib.redact import placeholders
from rafeeq.tickets.models import Ticket

MOST = 20  # questions; a talk has no more than twelve


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, and what left for a language model in place of what tells who asked: of each kind how many."""

    asked: Asked
    shown: Sequence[Mapping[str, Any]]  # the articles that stood there, with what was quoted and the edition's number
    left_out: Mapping[str, int]
    has_left: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether what was shown was the answer, and not something to choose from or to read."""
        return self.asked.kind == Asked.Kind.ANSWERED


def was_asked(ticket: str = "number") -> Exists:
    """For a statement over tickets: whether something was asked and answered by itself before."""
    return Exists(Asked.objects.filter(ticket=OuterRef(ticket)))


def turns_before(ticket: Ticket) -> list[Turn]:
    """The questions that became this request, the first one first; three statements."""
    rows = list(Asked.objects.filter(ticket=ticket).order_by("pk")[:MOST])
    sent: dict[int, Counter[str]] = {}
    for asked, words in ModelCall.objects.filter(asked__in=[row.pk for row in rows]).values_list("asked", "sent"):
        sent[asked] = sent.get(asked, Counter()) | Counter(placeholders(words))
    articles = {one["article"] for row in rows for one in row.shown}
    editions = Edition.objects.filter(article__in=articles).values_list("article", "language", "pk")
    read = {(article, language): pk for article, language, pk in editions}
    return [
        Turn(
            row,
            [{**one, "edition": read.get((one["article"], row.language))} for one in row.shown],
            sent.get(row.pk, {}),
            row.pk in sent,
        )
        for row in rows
    ]
