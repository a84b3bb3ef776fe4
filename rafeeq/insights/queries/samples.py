"""Samples of the silent: what there is to draw from, the newest draw, and what has been judged of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from rafeeq.insights.models import Drawn, Fact, Sample
from rafeeq.insights.rules.facts import CLOSING
from rafeeq.insights.rules.metric import Metric, Window
from rafeeq.insights.rules.sampling import FOLLOW_UP_DAYS, Strata, estimate, stratum
from rafeeq.staff.models import User
from rafeeq.tickets.queries import visible_to


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest sample of a period, how many rows it has, and how they were judged."""

    sample: Sample
    rows: int
    judged: dict[str, int]

    @property
    def done(self) -> int:
        """How many have been judged."""
        return sum(self.judged.values())


def strata_of(start: date, end: date, today: date) -> tuple[Strata, list[int]]:
    """How the claims stand whose week of follow-up closed in this period, and the tickets of the silent among them."""
    wait = timedelta(days=FOLLOW_UP_DAYS + 1)
    facts = Fact.objects.filter(kind=CLOSING, day__gte=start - wait, day__lte=min(end, today) - wait)
    found: dict[str, list[int]] = {name: [] for name in ("confirmed", "no", "silent", "unsure", "")}
    for ticket, told in facts.values_list("ticket", "told").iterator():
        found[stratum(told)].append(ticket)
    confirmed, no, silent, unsure = (len(found[name]) for name in ("confirmed", "no", "silent", "unsure"))
    return Strata(confirmed + no + silent + unsure, confirmed, silent, unsure), found["silent"]


def latest(start: date, end: date, as_of: datetime | None = None) -> Standing | None:
    """The newest sample whose period reaches into this one, as it had been judged by then; one statement."""
    by_then = Q() if as_of is None else Q(rows__judged_at__lte=as_of)
    told = {word: Count("rows", filter=Q(rows__verdict=word) & by_then) for word in Drawn.Verdict.values}
    samples = Sample.objects.filter(start__lte=end, end__gte=start).annotate(size=Count("rows"), **told)
    if as_of is not None:
        samples = samples.filter(drawn_at__lte=as_of)
    found = samples.order_by("-end", "-pk").first()
    if found is None:
        return None
    return Standing(found, found.size, {word: getattr(found, word) for word in Drawn.Verdict.values})


def estimated(name: str, start: date, end: date, now: datetime, as_of: datetime | None = None) -> Metric | None:
    """The estimate from the newest sample of this period, whose window is the sample's; None where there is none."""
    standing = latest(start, end, as_of)
    if standing is None:
        return None
    one = standing.sample
    strata = Strata(one.eligible, one.confirmed, one.silent, one.unsure)
    return estimate(name, strata, standing.judged, Window(one.start, one.end, FOLLOW_UP_DAYS), now)


def sample_of(pk: int) -> Sample | None:
    """One sample."""
    return Sample.objects.select_related("drawn_by").filter(pk=pk).first()


def rows_of(sample: Sample, user: User) -> Sequence[Drawn]:
    """Every row of a sample that this person may see, in the order of the draw."""
    rows = Drawn.objects.filter(sample=sample, ticket__in=visible_to(user))
    return list(rows.select_related("ticket__customer", "judged_by").order_by("place"))
