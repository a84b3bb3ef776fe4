"""Bring the clocks of tickets to where their timelines stand, and write down what changed."""

from collections.abc import Sequence
from typing import Any

from rafeeq.sla import models
from rafeeq.sla.queries.clocks import Followed, followed, known
from rafeeq.sla.rules.clocks import HEARD, Clock, Pause
from rafeeq.sla.rules.escalation import next_moment
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.queries.news import News

READER = "clocks"
AT_ONCE = 500  # events in one transaction


def follow_timelines() -> int:
    """Read on in the timeline; how many events that were. Zero: the clocks are where the timelines are.

    Whoever writes clocks holds this reader's row, so that two never do at once.
    """
    return read_on(READER, _use, limit=AT_ONCE)


def _use(events: Sequence[News]) -> None:
    numbers = sorted({one.ticket for one in events if one.kind in HEARD})
    if numbers:
        write(followed(numbers, known()))


def write(found: Sequence[Followed]) -> None:
    """Write down clocks that began or changed, and how far their timelines are read."""
    for one in found:
        before = {clock.pk: clock for clock in one.kept}
        for clock in one.clocks:
            if clock.pk is None:
                _begin(one.ticket, clock)
            elif clock != before[clock.pk]:
                _change(clock.pk, before[clock.pk].pauses, clock)
    places = [models.Following(ticket_id=one.ticket, seq=one.seq) for one in found]
    models.Following.objects.bulk_create(places, update_conflicts=True, unique_fields=["ticket"], update_fields=["seq"])


def _begin(ticket: int, clock: Clock) -> None:
    made = models.Clock.objects.create(
        ticket_id=ticket,
        kind=clock.kind,
        internal_question_id=clock.internal_question,
        started_at=clock.started_at,
        **_state(clock),
    )
    _pauses(made.pk, (), clock.pauses)


def _change(pk: int, pauses: Sequence[Pause], clock: Clock) -> None:
    models.Clock.objects.filter(pk=pk).update(**_state(clock))
    _pauses(pk, pauses, clock.pauses)


def _state(clock: Clock) -> dict[str, Any]:
    """The columns that change, but not what the escalation knows."""
    return {
        "rule_id": clock.by.rule.pk,
        "calendar_id": clock.by.calendar,
        "due_at": clock.due_at,
        "paused_at": clock.pause.starts_at if clock.pause else None,
        "stopped_at": clock.stopped_at,
        "end": clock.end,
        "stopped_by_message": clock.stopped_by_message,
        "next_at": next_moment(clock),
    }


def _pauses(clock: int, before: Sequence[Pause], after: Sequence[Pause]) -> None:
    if before == after:
        return
    models.Pause.objects.filter(clock=clock).delete()
    models.Pause.objects.bulk_create(
        [
            models.Pause(
                clock_id=clock,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                question_id=one.question,
                claim=one.claim,
                was_capped=one.was_capped,
            )
            for one in after
        ]
    )
