"""Bring the clocks of tickets to where their timelines stand, and write down what changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from rafeeq.sla import models
from rafeeq.sla.actions.counting import known_and_noted
from rafeeq.sla.queries.clocks import Followed, followed
from rafeeq.sla.rules.clocks import Clock
from rafeeq.sla.rules.escalation import next_moment
from rafeeq.system.rows import update
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.queries.news import News

READER = "clocks"
AT_ONCE = 500  # events in one transaction
# What changes in a kept clock; what was told of it (warned, late, how far up) belongs to the escalation.
COLUMNS = (
    *("rule", "calendar", "due_at", "paused_at", "stopped_at", "end", "stopped_by_message", "next_at"),
)  # fmt: skip


def follow_timelines() -> int:
    """Read on in the timeline; how many events that were. Zero: the clocks are where the timelines are.

    Whoever writes clocks holds this reader's row, so that two never do at once.
    """
    return read_on(READER, _use, limit=AT_ONCE)


def _use(events: Sequence[News]) -> None:
    # Also where nothing is heard: whoever reads a ticket whose place is not at its end looks for what is new.
    write(followed(sorted({one.ticket for one in events}), known_and_noted()))


def write(found: Sequence[Followed]) -> None:
    """Write down clocks that began or changed, and how far their timelines are read."""
    begun: list[tuple[models.Clock, Clock]] = []
    for one in found:
        before = {clock.pk: clock for clock in one.kept}
        for clock in one.clocks:
            if clock.pk is None:
                begun.append((_row(one, clock), clock))
            elif clock != before[clock.pk]:
                change(clock, paused=clock.pauses != before[clock.pk].pauses)
        if one.has_moved:
            models.Clock.objects.filter(ticket=one.ticket).exclude(team=one.team).update(team=one.team)
    models.Clock.objects.bulk_create([row for row, _clock in begun])
    models.Pause.objects.bulk_create([pause for row, clock in begun for pause in _pauses(row.pk, clock)])
    places = [models.Following(ticket_id=one.ticket, seq=one.seq) for one in found]
    models.Following.objects.bulk_create(places, update_conflicts=True, unique_fields=["ticket"], update_fields=["seq"])


def _row(one: Followed, clock: Clock) -> models.Clock:
    return models.Clock(
        ticket_id=one.ticket,
        team_id=one.team,
        kind=clock.kind,
        internal_question_id=clock.internal_question,
        started_at=clock.started_at,
        **_state(clock),
    )


def change(clock: Clock, *, paused: bool) -> None:
    """Write down a kept clock as it is now; `paused`: its pauses have changed too."""
    assert clock.pk is not None  # noqa: S101 - it is kept
    update(models.Clock(pk=clock.pk, **_state(clock)), *COLUMNS)
    if paused:
        models.Pause.objects.filter(clock=clock.pk).delete()
        models.Pause.objects.bulk_create(_pauses(clock.pk, clock))


def _state(clock: Clock) -> dict[str, Any]:
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


def _pauses(pk: int, clock: Clock) -> Iterable[models.Pause]:
    for one in clock.pauses:
        yield models.Pause(
            clock_id=pk,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            question_id=one.question,
            claim=one.claim,
            was_capped=one.was_capped,
        )
