"""Learning which contact reasons texts point at: labels rise from the timeline, and a process beside us learns them.

At most one process learns at a time. What is new is added at once; everything is learned anew when reasons have
changed, after a day, and as long as there are few labels, when it takes but a moment.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from subprocess import Popen

from django.utils import timezone

from rafeeq.knowledge.models import ReasonLabel
from rafeeq.knowledge.queries.reasons import CHUNK, descriptions, labels_after, mark, model_path, unlabelled, words_of
from rafeeq.lib.classes.beside import Task, begin, told
from rafeeq.system.vectors import packaged
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.models import Claim, Reason
from rafeeq.tickets.queries.news import News

log = logging.getLogger(__name__)

READER = "reasons"
AT_ONCE = 500  # events in one transaction
ANEW_AFTER = timedelta(days=1)
PATIENCE, RESTS = timedelta(hours=1), timedelta(minutes=10)  # for one process; after one that failed
FEW, GROWN = 500, 1.25  # labels that are learned anew each time; when they have grown to so many times what was learned
FEW_EACH = 30  # labels of a reason; with fewer, what nobody has labelled helps
BY_HAND, VERDICT = "ticket.reason_set", "verdict.given"


def follow() -> int:
    """Keep as labels what has been said about reasons since the last round; how many events were looked at."""
    return read_on(READER, _use, limit=AT_ONCE)


def _use(events: Sequence[News]) -> None:
    labels: dict[int, ReasonLabel | None] = {}
    causes = _causes([one.data["claim"] for one in events if _confirms(one)])
    known = set(Reason.objects.values_list("pk", flat=True))
    for one in events:
        if one.kind == BY_HAND and one.actor == "staff":
            reason = one.data["to"]
        elif _confirms(one) and causes.get(one.data["claim"]):
            reason = causes[one.data["claim"]]
        else:
            continue
        row = ReasonLabel(ticket_id=one.ticket, reason_id=reason, event=one.id)
        labels[one.ticket] = row if reason in known else None
    ReasonLabel.objects.filter(ticket__in=[number for number, row in labels.items() if row is None]).delete()
    ReasonLabel.objects.bulk_create(
        [row for row in labels.values() if row is not None],
        update_conflicts=True,
        unique_fields=["ticket"],
        update_fields=["reason", "event"],
    )


def _confirms(one: News) -> bool:
    """Whether a customer says here that it is solved: then the cause that was claimed is the reason."""
    return one.kind == VERDICT and one.data.get("verdict") == "yes"


def _causes(claims: Sequence[int]) -> dict[int, int | None]:
    return dict(Claim.objects.filter(pk__in=claims).values_list("pk", "cause"))


def learn(*, now: datetime | None = None) -> bool:
    """Let a process beside us learn what is new, unless one still does; whether one has begun."""
    now = now or timezone.now()
    if _AT_WORK.busy(now):
        return False
    task = due(now)
    if task is not None:
        _AT_WORK.begin(task, now)
    return task is not None


def due(now: datetime) -> Task | None:
    """What there is to learn; None when all of it is learned."""
    known, described = told(model_path()), descriptions()
    stamp, encoders = mark(described), packaged()
    place, at = known.get("event", 0), known.get("at", "")
    changed = known.get("mark") != stamp or known.get("encoders") != encoders
    new = labels_after(place)
    count, fitted = known.get("labels", 0) + len(new), known.get("fitted", 0)
    outgrown = count <= FEW or count > fitted * GROWN
    anew = changed or (bool(new) and (outgrown or at < (now - ANEW_AFTER).isoformat()))
    if not (described or known) or not (anew or new):
        return None
    labels = labels_after(0) if anew else new
    words: dict[int, str] = {}
    for start in range(0, len(labels), CHUNK):
        words |= words_of([number for number, _reason, _event in labels[start : start + CHUNK]])
    taught = [(words[number], str(reason)) for number, reason, _event in labels if words.get(number)]
    return Task(
        path=str(model_path()),
        texts=[text for text, _label in taught],
        labels=[label for _text, label in taught],
        described=described,
        # Not the first time: then something is wanted soon.
        unlabelled=unlabelled() if known and anew and FEW_EACH * len(described) > len(taught) > 0 else (),
        encoders=encoders,
        anew=anew,
        told={
            "mark": stamp,
            "encoders": encoders,
            "event": labels[-1][2] if labels else place,
            "at": now.isoformat() if anew else at,
            "labels": len(labels) if anew else count,
            "fitted": len(labels) if anew else fitted,
        },
    )


class AtWork:
    """The process that learns, if there is one."""

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._since = self._rests_until = datetime.min.replace(tzinfo=UTC)

    def begin(self, task: Task, now: datetime) -> None:
        """Let it begin."""
        self._process, self._since = begin(task), now

    def busy(self, now: datetime) -> bool:
        """Whether it still learns, or rests after it failed. One that does not end is ended."""
        if self._process is None:
            return now < self._rests_until
        if self._process.poll() is None:
            if now - self._since > PATIENCE:
                self._process.kill()
            return True
        if self._process.returncode:
            log.warning("Learning contact reasons failed (%s); it is tried again later.", self._process.returncode)
            self._rests_until = now + RESTS
        self._process = None
        return now < self._rests_until


_AT_WORK = AtWork()
