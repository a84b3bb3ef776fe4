"""Tell colleagues what happened: read the timeline, write a notice for each person it concerns, and mail them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from rafeeq.flows.authority import told_late, told_of
from rafeeq.inbox.actions.baton import BATON, told_of_baton
from rafeeq.inbox.actions.heard import HEARD, told_of_heard
from rafeeq.inbox.actions.steps import STEPS, told_of_steps
from rafeeq.inbox.models import Notice, NoticeMail
from rafeeq.inbox.queries.notices import INTERNAL, address_of, notices_of
from rafeeq.inbox.rules import named_in
from rafeeq.inbox.wording import NOTICED
from rafeeq.staff.models import User
from rafeeq.staff.queries import people
from rafeeq.staff.rules import LIGHT_SEATS
from rafeeq.system.statements import asked
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.models import (
    Approval,
    Delivery,
    Event,
    HandOver,
    InternalQuestion,
    Note,
    Remedy,
    Ticket,
)
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.asked_inside import put_to
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.queries.news import News

READER = "notices"
CLOCKS = {
    "clock.warned": Notice.Kind.WARNED, "clock.breached": Notice.Kind.LATE, "clock.escalated": Notice.Kind.RAISED,
}  # fmt: skip
# Events that name whom they are told to.
LISTED = CLOCKS | {"automation.acted": Notice.Kind.AUTOMATED, "automation.stopped": Notice.Kind.STOPPED}
KINDS = (
    "ticket.assigned", "ticket.handed_over", "note.written", "message.received", "verdict.given", "delivery.failed",
    *CLOCKS,
    "promise.warned", "promise.broken", "promise.escalated", "promise.passed_on",
    *BATON, *HEARD, *STEPS,
    "approval.asked", "approval.granted", "approval.refused", "approval.escalated", "remedy.failed",
    "automation.acted", "automation.stopped",
)  # fmt: skip
# Who is told of these is decided in a file of its own.
ROOMS = {
    **dict.fromkeys(BATON, told_of_baton),
    **dict.fromkeys(HEARD, told_of_heard),
    **dict.fromkeys(STEPS, told_of_steps),
}
HANDS = ("ticket.assigned", "hand_over.accepted")
DETAILS = {"approval.granted": "granted", "approval.refused": "refused", "approval.escalated": "late"}
AT_ONCE = 500  # events in one transaction
PATIENCE = timedelta(seconds=30)  # a notice that is read at once needs no mail
HOUR = timedelta(hours=1)
IN_ONE_MAIL = 30


def make_notices(then: Callable[[Sequence[Notice]], None] = lambda fresh: None) -> int:
    """Write the notices of what happened since the last round; how many are new.

    `then` gets the new ones in the same transaction, to leave what shall be done about them.
    """
    new = 0

    def tell(news: Sequence[News]) -> None:
        nonlocal new
        events = Event.objects.filter(pk__in=[one.id for one in news if one.kind in KINDS])
        rows = list(events.select_related("ticket").order_by("pk"))
        known = set(Notice.objects.filter(event__in=rows).values_list("event_id", "user_id"))
        notices = [notice for event in rows for notice in _told(event)]
        fresh = _without_storm([one for one in notices if (one.event_id, one.user_id) not in known], rows)
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        then(fresh)
        new += len(fresh)

    while read_on(READER, tell, limit=AT_ONCE) == AT_ONCE:
        pass
    return new


def _told(event: Event) -> list[Notice]:
    """Whom this event concerns, without the one who did it and without who may not see the ticket."""
    by = event.actor_id if event.actor == Event.Actor.STAFF else None
    concerned = {pk: kind for pk, kind in _concerned(event) if pk and pk != by}
    seen = [person for person in people().filter(pk__in=concerned) if _may_be_told(person, event, concerned[person.pk])]
    return [
        Notice(
            user=person,
            ticket_id=event.ticket_id,
            event=event,
            kind=concerned[person.pk],
            by_id=by,
            detail=_detail(event),
            at=event.at,
        )
        for person in seen
    ]


def _without_storm(notices: list[Notice], events: Sequence[Event]) -> list[Notice]:
    """After a standstill many clocks are late at once: each person hears of that by one notice of a kind, not by all.

    The queue by due time and the list of one's promises hold the others.
    """
    missed = {event.pk: event.at for event in events if event.data.get("caught_up")}
    if not any(one.event_id in missed for one in notices):
        return notices
    since = min(missed.values()) - HOUR
    unread = Notice.objects.filter(user__in={one.user_id for one in notices}, read_at=None, at__gt=since)
    heard = set(unread.filter(kind__in=(*CLOCKS.values(), Notice.Kind.PROMISE)).values_list("user_id", "kind"))
    kept = []
    for one in notices:
        if one.event_id not in missed or (one.user_id, one.kind) not in heard:
            kept.append(one)
            heard.add((one.user_id, str(one.kind)))
    return kept


def _detail(event: Event) -> str:
    """What the notice's sentence needs beside its kind: a verdict, a kind of clock, a promise's event, a question."""
    if event.kind.startswith("promise."):
        return event.kind[:20]
    if event.kind in DETAILS:
        return DETAILS[event.kind]
    if event.kind.startswith("automation."):
        return str(event.data["rule"])[:20]
    kind = event.data.get("kind") if event.kind in CLOCKS else None
    about = event.data.get("internal_question") or event.data.get("review")
    return str(event.data.get("verdict") or kind or about or "")[:20]


def _may_be_told(person: User, event: Event, kind: str) -> bool:
    """Who may see the ticket; and who is asked something, although they do not."""
    is_asked = kind == Notice.Kind.ASKED or (event.kind in CLOCKS and event.data.get("kind") == INTERNAL)
    if is_asked and put_to(person).filter(ticket=event.ticket_id).exists():
        return True
    return visible_to(person).filter(number=event.ticket_id).exists()


def _concerned(event: Event) -> Iterable[tuple[int | None, str]]:
    data, assignee = event.data, _assignee_then(event)
    if event.kind in LISTED:
        for person in data.get("to", ()):
            yield person, LISTED[event.kind]
    elif event.kind == "ticket.assigned":
        yield data.get("to"), Notice.Kind.ASSIGNED
    elif event.kind == "ticket.handed_over":
        offer = HandOver.objects.filter(pk=data.get("hand_over", 0)).first()
        yield (offer.to_agent_id if offer else None), Notice.Kind.OFFERED
    elif event.kind in ROOMS:
        yield from ROOMS[event.kind](event, assignee)
    elif event.kind == "note.written":
        yield from _mentioned(event)
    elif event.kind == "message.received":
        yield assignee, Notice.Kind.ANSWERED
    elif event.kind == "verdict.given":
        yield assignee, Notice.Kind.VERDICT
    elif event.kind.startswith("promise."):
        to = data.get("to")
        yield from ((pk, Notice.Kind.PROMISE) for pk in (to if isinstance(to, list) else [to]))
    elif event.kind.startswith(("approval.", "remedy.")):
        yield from _about_authority(event, assignee)
    elif event.kind == "delivery.failed":
        row = Delivery.objects.filter(pk=data.get("delivery", 0)).select_related("message", "claim").first()
        author = row and ((row.message and row.message.user_id) or (row.claim and row.claim.user_id))
        yield (author or assignee), Notice.Kind.FAILED


def _about_authority(event: Event, assignee: int | None) -> Iterable[tuple[int | None, str]]:
    """Who may decide hears that it waits, and managers when it is late; who asked hears how it came out."""
    if event.kind == "remedy.failed":
        granted = Remedy.objects.filter(pk=event.data["remedy"]).first()
        yield (assignee or (granted.by_id if granted else None)), Notice.Kind.REMEDY
        return
    approval = Approval.objects.select_related("ticket").filter(pk=event.data["approval"]).first()
    if approval is None:
        return
    if event.kind in {"approval.granted", "approval.refused"}:
        yield approval.asked_by_id, Notice.Kind.DECIDED
    elif not approval.decision:
        told = told_of if event.kind == "approval.asked" else told_late
        for person in told(approval):
            yield person.pk, Notice.Kind.APPROVAL


def _assignee_then(event: Event) -> int | None:
    """Who had the ticket when this happened. Who got it only afterwards was told of that."""
    later = Event.objects.filter(ticket=event.ticket_id, seq__gt=event.seq)
    return None if later.filter(kind__in=HANDS).exists() else event.ticket.assignee_id


def _mentioned(event: Event) -> Iterable[tuple[int, str]]:
    text = Note.objects.filter(pk=event.data.get("note", 0)).values_list("text", flat=True).first() or ""
    if "@" in text:
        names = dict(people().values_list("pk", "name"))
        for pk in named_in(text, names):
            yield pk, Notice.Kind.MENTIONED


def mark_read(user: User, *, pk: int | None = None, ticket: Ticket | None = None, seen: int | None = None) -> int:
    """This person has seen one notice, those of one ticket, or all of them; how many were new to them.

    `seen`: the version of the ticket that stood before them; what has happened to it since they have not seen. What is
    told of a ticket that went into this one is seen with it.
    """
    rows = Notice.objects.filter(user=user, read_at=None)
    if pk is not None:
        rows = rows.filter(pk=pk)
    if ticket is not None:
        numbers = merged_numbers(ticket)
        if not asked(_unread, user.pk, *numbers):  # so it is mostly, each time that a page says it is read
            return 0
        rows = rows.filter(ticket__in=numbers)
        if seen is not None:
            rows = rows.exclude(ticket=ticket, event__seq__gt=seen)
        if not rows.exists():  # nothing is written then
            return 0
    return rows.update(read_at=timezone.now())


def mark_asked_read(user: User, question: InternalQuestion) -> int:
    """Who has the question before them has read that it was asked."""
    rows = Notice.objects.filter(user=user, read_at=None, kind=Notice.Kind.ASKED, detail=str(question.pk))
    return rows.update(read_at=timezone.now()) if rows.exists() else 0


def _unread(user: int, *tickets: int) -> Any:
    return Notice.objects.filter(user=user, read_at=None, ticket__in=tickets).values_list("pk")[:1]


def choose_mail(user: User, when: str) -> None:
    """How this person wants notices by mail from now on; what is older is not mailed."""
    when = NoticeMail.When(when)
    NoticeMail.objects.update_or_create(user=user, defaults={"when": when, "last_at": timezone.now()})


def mail_notices() -> int:
    """Mail what people have not read and asked to be mailed; how many mails went. Outside of any transaction."""
    now, sent = timezone.now(), 0
    _mail_light_seats(now)
    wanting = NoticeMail.objects.exclude(when=NoticeMail.When.OFF).filter(user__is_active=True).select_related("user")
    for choice in wanting:
        if choice.when == NoticeMail.When.HOURLY and choice.last_at > now - HOUR:
            continue
        sent += _mail(choice, now)
    return sent


def _mail_light_seats(now: datetime) -> None:
    """Whoever sits elsewhere and is asked hardly ever looks in: they get mail until they choose otherwise."""
    chosen = NoticeMail.objects.values("user")
    waiting = Notice.objects.filter(read_at=None, mailed_at=None, at__gt=now - timedelta(days=1))
    new = people().filter(role__in=LIGHT_SEATS, pk__in=waiting.values("user")).exclude(pk__in=chosen)
    NoticeMail.objects.bulk_create(
        [NoticeMail(user=person, when=NoticeMail.When.AT_ONCE) for person in new], ignore_conflicts=True
    )


def _mail(choice: NoticeMail, now: datetime) -> bool:
    waiting = notices_of(choice.user).filter(read_at=None, mailed_at=None, at__lte=now - PATIENCE)
    rows = list(waiting.filter(at__gt=now - timedelta(days=1))[:IN_ONE_MAIL])
    if not rows:
        return False
    # Marked before it leaves: rather one mail too few than the same one each minute while the mail server is ill.
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    NoticeMail.objects.filter(pk=choice.pk).update(last_at=now)
    with override(choice.user.language or settings.LANGUAGE_CODE):
        address = settings.RAFEEQ_URL + reverse("inbox:notices")
        said = render_to_string(
            "inbox/mail/notices.txt",
            {
                "notices": rows,
                "noticed": NOTICED,
                "address": address,
                "address_of": address_of,
                "root": settings.RAFEEQ_URL,
            },
        )
    subject, _blank, text = said.strip().partition("\n")
    send_mail(subject.strip(), text.strip() + "\n", settings.RAFEEQ_FROM, [choice.user.email])
    return True
