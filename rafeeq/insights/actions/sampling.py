"""Draw a sample of the silent, and write down what a person found out about each."""

import random
import secrets
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from rafeeq.insights.models import Drawn, Sample
from rafeeq.insights.queries.samples import latest, strata_of
from rafeeq.insights.rules.sampling import FEWEST, MOST
from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.tickets.actions.reading import hold

READER = "samples"


class TooFew(Exception):
    """Fewer are silent than a sample needs; `silent` says how many."""

    def __init__(self, silent: int) -> None:
        super().__init__(silent)
        self.silent = silent


class Unfinished(Exception):
    """The last draw of this period is not judged to its end: nobody draws until the rows please them."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(sample.pk)
        self.sample = sample


def draw_sample(*, start: date, end: date, size: int, by: User, seed: int | None = None) -> Sample:
    """Draw from the silent of a period. Raises TooFew, Unfinished."""
    strata, silent = strata_of(start, end, timezone.localdate())
    if strata.silent < FEWEST:
        raise TooFew(strata.silent)
    seed = secrets.randbelow(2**31) if seed is None else seed
    chosen = pick(silent, max(FEWEST, min(size, MOST)), seed)
    with transaction.atomic():
        hold(READER)  # one draws at a time: a button that is pressed twice draws once
        before = latest(start, end)
        if before is not None and before.done < before.rows:
            raise Unfinished(before.sample)
        made = Sample.objects.create(
            start=start,
            end=end,
            seed=seed,
            eligible=strata.eligible,
            confirmed=strata.confirmed,
            silent=strata.silent,
            unsure=strata.unsure,
            drawn_by=by,
        )
        Drawn.objects.bulk_create(
            [Drawn(sample=made, place=place, ticket_id=ticket) for place, ticket in enumerate(chosen, 1)]
        )
        told = {"from": start.isoformat(), "to": end.isoformat(), "seed": seed, "rows": len(chosen)}
        audit(by=by, what="sample.drawn", target=str(made), after=told | {"silent": strata.silent})
    return made


def pick(silent: Collection[int], size: int, seed: int) -> list[int]:
    """So many of them at random, in the order in which they are to be judged; the same for the same seed."""
    among = sorted(silent)
    return random.Random(seed).sample(among, min(size, len(among)))  # noqa: S311 - to be repeatable, not secret


def judge(row: Drawn, *, verdict: str, by: User) -> Drawn:
    """What was found out about one matter; it can be said anew. Raises ValueError."""
    row.verdict, row.judged_by, row.judged_at = Drawn.Verdict(verdict), by, timezone.now()
    row.save(update_fields=["verdict", "judged_by", "judged_at"])
    return row
