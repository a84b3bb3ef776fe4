"""Which contact reasons a text points at: as this installation's own labels taught it, at first by their names."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from rafeeq.knowledge.models import ReasonLabel
from rafeeq.lib.embed import chosen
from rafeeq.system.vectors import packaged
from rafeeq.tickets.models import Message, Reason, Ticket
from rafeeq.tickets.queries import reasons

if TYPE_CHECKING:
    from rafeeq.lib.classes.learned import Learned

READ = 2_000  # letters of a text that are looked at
MOST_LABELS = 20_000  # the newest ones: more change little, and learning stays a matter of minutes
MOST_UNLABELLED = 1_000
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason, and how likely it is: of ten with 0.7, seven were right."""

    reason: Reason
    probability: float


def model_path() -> Path:
    """Where what was learned is kept."""
    return Path(settings.RAFEEQ_DATA) / "classes" / "reasons.npz"


def suggested(text: str) -> list[Suggestion]:
    """The likeliest reasons in use for what a customer wrote, the first one first; none when it is not clear enough."""
    learned = _learned()
    ranked = learned.suggest(text[:READ]) if learned is not None else []
    if not ranked:
        return []
    known = {str(row.pk): row for row in reasons().filter(pk__in=[int(label) for label, _share in ranked])}
    found = [Suggestion(known[label], share) for label, share in ranked if label in known]
    # Nothing else moves up where the likeliest one is out of use.
    return found if ranked[0][0] in known else []


def suggested_for(ticket: Ticket) -> list[Suggestion]:
    """The likeliest reasons for a ticket, by its subject and the customer's first words."""
    words = words_of([ticket.pk]).get(ticket.pk, "")
    return suggested(words) if words else []


def words_of(numbers: Iterable[int]) -> dict[int, str]:
    """By ticket its subject and the customer's first words. Of complaints about somebody's conduct there is nothing."""
    first = Message.objects.filter(
        ticket=OuterRef("pk"), direction=Message.Direction.IN, is_automatic=False, from_stranger=False
    ).order_by("at", "pk")
    rows = Ticket.objects.filter(pk__in=list(numbers), is_conduct=False, customer__erased_at=None)
    said = rows.annotate(said=Subquery(first.annotate(begin=Left("text", READ)).values("begin")[:1]))
    return {
        number: f"{subject}\n{text or ''}".strip()[:READ]
        for number, subject, text in said.values_list("pk", "subject", "said")
        if subject or text
    }


def labels_after(event: int, limit: int = MOST_LABELS) -> list[tuple[int, int, int]]:
    """The newest labels that were set after this entry of the timeline, oldest first: ticket, reason, entry."""
    rows = ReasonLabel.objects.filter(event__gt=event, reason__is_active=True).order_by("-event")
    return list(rows.values_list("ticket_id", "reason_id", "event")[:limit])[::-1]


def unlabelled() -> list[str]:
    """What customers wrote in the newest tickets whose reason nobody has named: it helps where few are named."""
    newest = Ticket.objects.filter(reason=None, merged_into=None).order_by("-pk").values_list("pk", flat=True)
    numbers = list(newest[:MOST_UNLABELLED])
    return [
        text for start in range(0, len(numbers), CHUNK) for text in words_of(numbers[start : start + CHUNK]).values()
    ]


def descriptions() -> dict[str, str]:
    """What each reason in use is, in words: its name, what it is a part of, and its description."""
    return {str(row.pk): _described(row) for row in reasons()}


def _described(row: Reason) -> str:
    return ". ".join(part for part in (row.name, row.description, row.parent.name if row.parent else "") if part)


def mark(described: Mapping[str, str]) -> str:
    """A short mark of the reasons as they are described now."""
    return blake2b(json.dumps(described, sort_keys=True).encode(), digest_size=8).hexdigest()


_SEEN: dict[str, tuple[int, "Learned"]] = {}


def _learned() -> "Learned | None":
    """What was learned last, read again when the file is another one."""
    path = model_path()
    try:
        now = path.stat().st_mtime_ns
    except OSError:
        return None
    seen = _SEEN.get(str(path))
    if seen is None or seen[0] != now:
        from rafeeq.lib.classes.learned import Learned

        seen = (now, Learned.load(path, encoders=[chosen(name) for name in packaged()]))
        _SEEN[str(path)] = seen
    return seen[1]
