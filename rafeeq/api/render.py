"""Rows become shapes. Nothing here asks the database: what a shape needs was fetched with its rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any

from django.conf import settings
from django.urls import reverse

from rafeeq.api import outputs as shape
from rafeeq.api.queries import Addresses, Around
from rafeeq.customers.models import Customer, Dealing, Organisation
from rafeeq.knowledge.queries.for_staff import ArticleFound
from rafeeq.knowledge.queries.runs import Checklist
from rafeeq.lib.money import decimals
from rafeeq.sla.models import Promise
from rafeeq.sla.rules.clocks import Clock, shown, state
from rafeeq.staff.models import Branch, Team, User
from rafeeq.tickets.models import Approval, Attachment, Delivery, Event, Message, Note, Reason, Remedy, Ticket


def listed(row: Ticket, around: Around) -> shape.ListedTicket:
    """A ticket for a list, fetched `with_people`; `around` as `queries.around` gives it."""
    return shape.ListedTicket(**_facts(row, around))


def new_ticket(row: Ticket, around: Around, first: Message) -> shape.TicketOut:
    """A ticket that has just been opened by this message, which came without a file."""
    return shape.TicketOut(**_facts(row, around), messages=[message(first, is_bare=True)])


BY_ITSELF = shape.AuthorOut(kind="system", id=None, name="")


def ticket(row: Ticket, around: Around, messages: Iterable[Message], notes: Iterable[Note]) -> shape.TicketOut:
    """A ticket with what was said and noted in it, in one order."""
    said = chain(((one.at, message(one)) for one in messages), ((one.at, note(one)) for one in notes))
    return shape.TicketOut(**_facts(row, around), messages=[one for _at, one in sorted(said, key=lambda pair: pair[0])])


def _facts(row: Ticket, around: Around) -> dict[str, Any]:
    return {
        "number": row.number,
        "subject": row.subject,
        "kind": row.kind,
        "status": row.status,
        "outcome": row.outcome,
        "priority": row.priority,
        "channel": row.channel,
        "customer": customer(row.customer, around.addresses),
        "team": named(row.team),
        "branch": named(row.branch),
        "assignee": named(row.assignee) if row.assignee else None,
        "reason": named(row.reason) if row.reason else None,
        "repeat_of": row.repeat_of_id,
        "created_at": row.created_at,
        "first_reply_at": row.first_reply_at,
        "updated_at": row.updated_at,
        "promises": [promise(one) for one in around.promises.get(row.number, ())],
        "clocks": [clock(one, around.now) for one in shown(around.clocks.get(row.number, ()))],
    }


def promise(one: Promise) -> shape.Promise:
    """What was promised, by when, and what became of it."""
    return shape.Promise(text=one.text, due=one.due_at, state=one.state)


def whole_promise(one: Promise) -> shape.PromiseOut:
    """The same with everything about it, fetched with its owner."""
    return shape.PromiseOut(
        id=one.pk,
        ticket=one.ticket_id,
        text=one.text,
        due=one.due_at,
        state=one.state,
        owner=named(one.owner),
        made_at=one.made_at,
        result=one.result,
        settled_at=one.settled_at,
        moved_from=one.moved_from_id,
    )


def procedure(one: Checklist) -> shape.ProcedureOut:
    """A procedure in a ticket."""
    steps = [
        shape.StepOut(
            id=line.step.pk,
            text=line.step.text,
            why=line.step.why,
            gates_claim=line.step.gates_claim,
            state="open" if line.done is None else "left_out" if line.done.is_deviation else "done",
            by=named(line.done.by) if line.done else None,
            at=line.done.at if line.done else None,
            deviation=line.done.deviation if line.done else "",
        )
        for line in one.lines
    ]
    return shape.ProcedureOut(
        id=one.procedure.pk,
        name=one.procedure.name,
        version=one.version.number,
        is_calm=one.procedure.is_calm,
        steps=steps,
    )


def clock(one: Clock, now: datetime) -> shape.Clock:
    """By when something is due, or how it came out."""
    return shape.Clock(kind=one.kind, due=one.due_at, state=state(one, now), paused=one.pause is not None)


def named(row: User | Team | Branch | Reason | Customer | Organisation) -> shape.Named:
    """Id and name of a row that has both."""
    return shape.Named(id=row.pk, name=row.name)


def articles(found: Sequence[ArticleFound]) -> list[shape.ArticleFound]:
    """The articles that a search found, with the pages on which our people read them."""
    return [
        shape.ArticleFound(
            id=one.edition.article_id,
            title=one.title,
            url=settings.RAFEEQ_URL + reverse("knowledge:article", args=[one.edition.article_id]),
        )
        for one in found
    ]


def customer(row: Customer, addresses: Addresses) -> shape.CustomerOut:
    """A customer with the addresses that we know."""
    known = [shape.AddressOut(kind=kind, value=value) for kind, value in addresses[row.pk]]
    return shape.CustomerOut(id=row.pk, name=row.name, addresses=known, tier=row.tier)


def record(row: Customer) -> shape.CustomerRecord:
    """A customer's record, fetched `described`."""
    return shape.CustomerRecord(
        id=row.pk,
        name=row.name,
        addresses=[
            shape.RecordedAddress(
                kind=one.kind,
                value=one.value,
                is_proven=one.verified_at is not None,
                is_primary=one.is_primary,
                bounces=one.bouncing_since is not None,
            )
            for one in row.addresses.all()
        ],
        tier=row.tier,
        organisation=named(row.organisation) if row.organisation else None,
        branch=named(row.branch) if row.branch else None,
        form_of_address=row.form_of_address,
        language=row.wants_language,
        accessibility=row.accessibility,
        never_call=row.never_call,
        created_at=row.created_at,
    )


def dealing(row: Dealing) -> shape.DealingOut:
    """A visit or an order, fetched with its branch."""
    return shape.DealingOut(
        customer=named(row.customer),
        kind=row.kind,
        external_id=row.external_id,
        at=row.at,
        branch=named(row.branch) if row.branch else None,
        amount=float(row.amount) if row.amount is not None else None,
        currency=row.currency,
        what=row.what,
    )


def message(row: Message, *, is_bare: bool = False) -> shape.MessageOut:
    """What a customer or one of us said. `is_bare`: it is known to have no file and no delivery."""
    author = BY_ITSELF
    if row.direction == Message.Direction.IN and row.customer is not None:
        author = shape.AuthorOut(kind="customer", id=row.customer.pk, name=row.customer.name)
    elif row.user is not None:
        author = shape.AuthorOut(kind="staff", id=row.user.pk, name=row.user.name)
    files = [] if is_bare else row.attachments.all()
    deliveries = [] if is_bare else list(row.deliveries.all())
    return shape.MessageOut(
        id=f"m{row.pk}",
        direction=row.direction,
        author=author,
        text=row.text,
        html=row.html,
        attachments=[attachment(one) for one in files],
        at=row.at,
        delivery=delivery(deliveries[-1]) if deliveries else None,
    )


def note(row: Note) -> shape.MessageOut:
    """What one of us noted for the others."""
    return shape.MessageOut(
        id=f"n{row.pk}",
        direction="note",
        author=shape.AuthorOut(kind="staff", id=row.user.pk, name=row.user.name) if row.user else BY_ITSELF,
        text=row.text,
        html="",
        attachments=[attachment(one) for one in row.attachments.all()],
        at=row.at,
        delivery=None,
    )


def attachment(row: Attachment) -> shape.AttachmentOut:
    """A file's facts and where it is fetched."""
    url = settings.RAFEEQ_URL + reverse("api:attachment", args=[row.pk])
    return shape.AttachmentOut(name=row.name, size=row.size, type=row.content_type, url=url)


def delivery(row: Delivery) -> shape.DeliveryOut:
    """How a sending fares."""
    return shape.DeliveryOut(
        state=row.state, error=row.error, attempts=row.attempts, sent_at=row.sent_at, maybe_twice=row.maybe_twice
    )


def event(row: Event, names: dict[tuple[str, int], str]) -> shape.EventOut:
    """One fact of a timeline; `names` as `queries.names_of` gives them."""
    name = names.get((row.actor, row.actor_id), "") if row.actor_id is not None else ""
    actor = shape.AuthorOut(kind=row.actor, id=row.actor_id, name=name)
    return shape.EventOut(seq=row.seq, kind=row.kind, at=row.at, actor=actor, data=row.data)


def team(row: Team) -> shape.TeamOut:
    """A team, fetched with its branch."""
    return shape.TeamOut(id=row.pk, name=row.name, branch=named(row.branch))


def reason(row: Reason) -> shape.ReasonOut:
    """A reason, fetched with its parent."""
    return shape.ReasonOut(id=row.pk, name=row.name, parent=named(row.parent) if row.parent else None)


def person(row: User) -> shape.PersonOut:
    """One of the staff, fetched with the teams."""
    teams = [named(one) for one in row.teams.all()]
    return shape.PersonOut(id=row.pk, name=row.name, email=row.email, role=row.role, teams=teams)


def amount(value: Decimal | None, currency: str) -> str | None:
    """An amount as text, with the decimals of its currency."""
    return None if value is None else f"{value:.{decimals(currency)}f}"


def remedy(row: Remedy) -> shape.RemedyOut:
    """Something granted, fetched with who granted it."""
    return shape.RemedyOut(
        id=row.pk,
        ticket=row.ticket_id,
        act=row.act,
        amount=amount(row.amount, row.currency),
        currency=row.currency,
        why=row.why,
        by=named(row.by),
        at=row.at,
        state=row.state,
        state_at=row.state_at,
        reference=row.reference,
    )


def approval(row: Approval) -> shape.ApprovalOut:
    """A request for approval, fetched with its people."""
    return shape.ApprovalOut(
        id=row.pk,
        ticket=row.ticket_id,
        act=row.act,
        amount=amount(row.amount, row.currency),
        currency=row.currency,
        why=row.why,
        asked_by=named(row.asked_by),
        asked_at=row.asked_at,
        due_at=row.due_at,
        decision=row.decision or None,
        decided_by=named(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
        note=row.note,
    )
