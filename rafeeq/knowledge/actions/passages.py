"""Write the passages of what people read now: the only words that are found, quoted and answered with."""

from collections.abc import Iterable

from django.db import transaction

from rafeeq.knowledge.models import Edition, Mention, Passage, Variable
from rafeeq.knowledge.queries.variables import values
from rafeeq.knowledge.rules.variables import filled, mentioned
from rafeeq.lib.markdown import sections

AT_ONCE = 50


def write_passages(edition: Edition) -> int:
    """Write the passages of an edition's current version anew, with today's values; how many there are."""
    with transaction.atomic():
        Passage.objects.filter(edition=edition).delete()
        Mention.objects.filter(edition=edition).delete()
        version = edition.current
        if version is None:
            return 0
        known = values(edition.language)
        title = filled(version.title, known)
        lead = filled(version.summary, known)
        parts = sections(filled(version.body, known, markdown=True))
        told = [("", title, lead)] if lead else []
        told += [(part.anchor, part.heading or title, part.text) for part in parts if part.text]
        rows = [
            Passage(edition=edition, position=at, anchor=anchor, heading=heading[:300], text=text)
            for at, (anchor, heading, text) in enumerate(told)
        ]
        Passage.objects.bulk_create(rows)
        said = Variable.objects.filter(key__in=mentioned(version.title, version.summary, version.body))
        Mention.objects.bulk_create([Mention(edition=edition, variable=one) for one in said])
        return len(rows)


def write_again(variables: Iterable[int]) -> int:
    """Write anew the passages of every edition that says one of these variables; how many editions those are."""
    keys = list(variables)
    done, after = 0, 0
    while True:
        rows = list(
            Edition.objects.filter(pk__gt=after, mentions__variable__in=keys)
            .select_related("current")
            .distinct()
            .order_by("pk")[:AT_ONCE]
        )
        for row in rows:
            write_passages(row)
        done += len(rows)
        if len(rows) < AT_ONCE:
            return done
        after = rows[-1].pk
