"""What the settings ask about reasons and tags. They belong to everybody and name no ticket."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from rafeeq.lib.arabic.folding import fold
from rafeeq.tickets.models import Reason, Tag, Ticket

TAGS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Branch:
    """A reason at its place in the tree: `level` 0 is at the top."""

    reason: Reason
    level: int


@dataclass(frozen=True, slots=True)
class Bough:
    """A reason with its parts, and how many requests came for it or for one of them."""

    reason: Reason
    level: int
    came: int
    parts: list["Bough"]


def boughs(since: datetime) -> list[Bough]:
    """The whole tree from its top, with the requests that have come since then."""
    # Nothing was changed before it came, and by the last change there is an index.
    lately = Ticket.objects.filter(updated_at__gte=since, created_at__gte=since, reason__isnull=False)
    came = lately.order_by().values_list("reason")
    own = dict(came.annotate(Count("pk")))
    below: dict[int | None, list[Reason]] = {}
    for reason in Reason.objects.order_by("name", "pk"):
        below.setdefault(reason.parent_id, []).append(reason)

    def grown(reason: Reason, level: int) -> Bough:
        parts = [grown(part, level + 1) for part in below.get(reason.pk, [])]
        return Bough(reason, level, own.get(reason.pk, 0) + sum(part.came for part in parts), parts)

    return [grown(reason, 0) for reason in below.get(None, [])]


def reason_tree() -> list[Branch]:
    """Every reason, in use or not, each below what it is a part of."""
    below: dict[int | None, list[Reason]] = {}
    for reason in Reason.objects.order_by("name", "pk"):
        below.setdefault(reason.parent_id, []).append(reason)

    def walk(parent: int | None, level: int) -> Iterator[Branch]:
        for reason in below.get(parent, []):
            yield Branch(reason, level)
            yield from walk(reason.pk, level + 1)

    return list(walk(None, 0))


def reason(pk: int) -> Reason | None:
    """One reason, in use or not."""
    return Reason.objects.select_related("parent").filter(pk=pk).first()


def tags(*, words: str = "", after: str = "") -> tuple[list[Tag], str]:
    """A page of tags by name with `worn`, how many tickets wear each; and the name that the next page begins after."""
    found = Tag.objects.order_by("name")
    if words:
        folded = fold(words)
        fitting = [pk for pk, name in found.values_list("pk", "name") if folded in fold(name)]
        found = found.filter(pk__in=fitting[:TAGS_ON_A_PAGE])
    if after:
        found = found.filter(name__gt=after)
    page: list[Any] = list(found.annotate(worn=Count("tickets"))[: TAGS_ON_A_PAGE + 1])
    return page[:TAGS_ON_A_PAGE], page[TAGS_ON_A_PAGE - 1].name if len(page) > TAGS_ON_A_PAGE else ""


def tag(pk: int) -> Tag | None:
    """One tag."""
    return Tag.objects.filter(pk=pk).first()


def tag_named(name: str) -> Tag | None:
    """The tag of exactly this name."""
    return Tag.objects.filter(name=name).first()
