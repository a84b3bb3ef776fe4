"""The gap loop: what was missing is noted, gathered into tasks, taken, and closed by an article or a reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import get_default_timezone

from rafeeq.customers.queries import named, pairs_named
from rafeeq.knowledge.models import Article, ArticleUse, Asked, Gap, Sighting
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.likeness import Shelf
from rafeeq.lib.redact import redacted
from rafeeq.lib.text import one_line, without_nul
from rafeeq.lib.unnamed import without_people
from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.tickets.models import Ticket

LONGEST = 300
MOST_WORDS = 24  # of a search
SHORTEST = 3  # letters of what may be a gap
ALIKE = 0.6
AT_ONCE = 500  # sightings that one run gathers
SAMPLES = 4  # sightings of a gap that a new one is compared with, beside its own words
REMEMBERED = timedelta(days=180)  # for so long after its end a gap takes in what is like it
LOOKED_BACK = timedelta(days=30)  # how far back verdicts are looked for
COMES_BACK = 3  # contacts after its end that open it again


class NotClosed(ValueError):
    """Neither an article nor a reason was named."""


def sight(source: str, text: str, *, key: str, ticket: Ticket | None = None, names: Iterable[str] = ()) -> bool:
    """Note that something was missing, once for this key, without the people in it; False where nothing was said."""
    known = [*names, *([ticket.customer.name] if ticket is not None else [])]
    words = one_line(without_people(without_nul(text)[: LONGEST * 4], known))[:LONGEST].strip()
    if sum(letter.isalpha() for letter in words) < SHORTEST:
        return False
    row = Sighting(source=source, text=words, key=key[:80], ticket=ticket)
    Sighting.objects.bulk_create([row], ignore_conflicts=True)
    return True


def sight_search(words: str, *, by: User, ticket: Ticket | None = None, now: datetime | None = None) -> bool:
    """Note that one of ours searched the articles in vain: once a day for these words.

    A customer's name is no gap, and two words in a row that are one are left out of what is kept.
    """
    if named(words, most=1):
        return False
    day = timezone.localdate(now, timezone=get_default_timezone())
    told = salted_hmac("knowledge.searched", f"{by.pk} {day} {fold(words)}", algorithm="sha256").hexdigest()[:40]
    return sight("search", _without_names(words), key=f"searched {told}", ticket=ticket)


def _without_names(words: str) -> str:
    said = words.split()[:MOST_WORDS]
    names = pairs_named(said)
    return " ".join("…" if names & {at, at - 1} else word for at, word in enumerate(said))


def rise(*, now: datetime | None = None) -> None:
    """See what questions and answers left open by themselves: no certain answer, or one that did not help."""
    lately = (now or timezone.now()) - LOOKED_BACK
    known = set(Sighting.objects.filter(at__gte=lately).exclude(source="missing").values_list("key", flat=True))
    new = [pk for pk in _unhelped(lately).values_list("pk", flat=True) if f"asked {pk}" not in known][:AT_ONCE]
    for one in Asked.objects.filter(pk__in=new).select_related("customer", "ticket__customer").order_by("pk"):
        source = "not_solved" if one.verdict else "abstained"
        names = [one.customer.name] if one.customer else []
        sight(source, redacted(one.question, names, mark=lambda _kind: "…"), key=f"asked {one.pk}", ticket=one.ticket)
    spoken_of = Asked.objects.filter(use__isnull=False, at__gte=lately)
    uses = ArticleUse.objects.filter(verdict=ArticleUse.Verdict.NOT_SOLVED, at__gte=lately)
    uses = uses.exclude(pk__in=spoken_of.values("use")).select_related("ticket__customer", "version")
    for use in uses.order_by("pk"):
        if (key := f"use {use.pk}") not in known:
            about = (use.ticket.subject or use.ticket.preview) if use.ticket else use.version.title
            sight("not_solved", about, key=key, ticket=use.ticket)


def _unhelped(lately: datetime) -> QuerySet[Asked]:
    """Questions that were left to a person or answered in vain, the latest first; urgent ones are no gaps."""
    rows = Asked.objects.filter(Q(kind=Asked.Kind.ABSTAINED, verdict="") | Q(verdict=Asked.Verdict.NOT_SOLVED))
    return rows.exclude(kind=Asked.Kind.ESCALATED).filter(at__gte=lately).order_by("-pk")


def gather(*, now: datetime | None = None) -> int:
    """Put each new sighting to the gap that it is like, or begin one; returns how many were put somewhere.

    What is like what is found before the transaction, which only writes; there is one such job.
    """
    now = now or timezone.now()
    fresh = list(Sighting.objects.filter(gap=None).order_by("pk")[:AT_ONCE])
    if not fresh:
        return 0
    shelf, together = _shelf(now), defaultdict[int, list[Sighting]](list)
    for new, row in enumerate(fresh, 1):
        key = shelf.nearest(row.text, least=ALIKE)
        key = -new if key is None else key  # below zero: a gap that is not there yet
        shelf.put(key, row.text)
        together[key].append(row)
    with transaction.atomic():
        # Those that are there in the order of their numbers, as whoever makes two of them one takes them too.
        for key, rows in sorted(together.items(), key=lambda one: (one[0] < 0, abs(one[0]))):
            first = rows[0]
            pk = key if key > 0 else Gap.objects.create(words=first.text, opened_at=first.at, last_at=first.at).pk
            if _grown(pk, rows):  # else it was made one with another meanwhile: the next run finds that
                for row in rows:
                    row.gap_id = pk
        put = [row for row in fresh if row.gap_id is not None]
        Sighting.objects.bulk_update(put, ["gap"])
    return len(put)


def _shelf(now: datetime) -> Shelf[int]:
    """The gaps that may take something in, by their words and a few of the ways in which they were put."""
    alive = Gap.objects.filter(closed_at=None) | Gap.objects.filter(closed_at__gte=now - REMEMBERED)
    shelf: Shelf[int] = Shelf()
    for pk, words in alive.order_by("pk").values_list("pk", "words"):
        shelf.put(pk, words)
    samples: Counter[int] = Counter()
    rows = Sighting.objects.filter(gap__in=alive.values("pk")).order_by("pk").values_list("gap", "text")
    for pk, text in rows.iterator():
        samples[pk] += 1
        if samples[pk] <= SAMPLES:
            shelf.put(pk, text)
    return shelf


def _grown(pk: int, rows: list[Sighting]) -> bool:
    """Count the contacts: what was seen twice in one ticket is one. A gap that closed and is met again comes back.

    False where it is no more.
    """
    gap = Gap.objects.select_for_update().filter(pk=pk).first()
    if gap is None:
        return False
    tickets = [row.ticket_id for row in rows if row.ticket_id is not None]
    known = set(
        Sighting.objects.filter(gap=gap, ticket__in=tickets)
        .exclude(pk__in=[row.pk for row in rows])
        .values_list("ticket", flat=True)
    )
    new = len(set(tickets) - known) + sum(row.ticket_id is None for row in rows)
    gap.count += new
    gap.last_at = max(gap.last_at, *(row.at for row in rows))
    if gap.closed_at is not None:
        gap.since_closing += new
        if gap.since_closing >= COMES_BACK:
            gap.closed_at = gap.closed_by = None
    gap.save()
    return True


def take(gap: Gap, *, owner: User | None, by: User) -> None:
    """Say who sees to it."""
    with transaction.atomic():
        held = Gap.objects.select_for_update().get(pk=gap.pk)
        if held.owner_id != (owner.pk if owner else None):
            held.owner = owner
            held.save(update_fields=["owner"])
            audit(by=by, what="gap.owner", target=str(gap.pk), after={"owner": owner.name if owner else None})


def close(gap: Gap, *, by: User, article: Article | None = None, why_not: str = "") -> None:
    """It is written down now, or will not be. Raises NotClosed without either."""
    why_not = one_line(why_not)[:500].strip()
    if article is None and not why_not:
        raise NotClosed
    with transaction.atomic():
        held = Gap.objects.select_for_update().get(pk=gap.pk)
        held.article, held.why_not = article, why_not
        held.closed_at, held.closed_by, held.since_closing = timezone.now(), by, 0
        held.save()
        audit(by=by, what="gap.closed", target=str(gap.pk), after={"article": article.pk if article else None})


def open_again(gap: Gap, *, by: User) -> None:
    """It was not settled after all."""
    with transaction.atomic():
        held = Gap.objects.select_for_update().get(pk=gap.pk)
        if held.closed_at is not None:
            held.closed_at = held.closed_by = None
            held.save(update_fields=["closed_at", "closed_by"])
            audit(by=by, what="gap.opened", target=str(gap.pk))
