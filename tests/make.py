"""Plain functions that make rows, each through the flow or action that makes them in the product."""

import base64
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rafeeq.customers.models import Address, Customer
from rafeeq.flows import asking_inside, authority, hand_over, reply, resolve
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.joined import where_it_stands
from rafeeq.flows.receive import Received, receive
from rafeeq.knowledge.actions import articles, procedures
from rafeeq.knowledge.models import Article, Procedure, Topic
from rafeeq.knowledge.rules.procedures import StepWords
from rafeeq.staff.models import Department, Limit, Seat, Team, User
from rafeeq.tickets.actions import ledger
from rafeeq.tickets.actions.messages import File
from rafeeq.tickets.models import (
    Approval,
    Claim,
    Decision,
    HandOver,
    InternalQuestion,
    Message,
    Note,
    Reason,
    Referral,
    Remedy,
    Ticket,
)

SUBJECT = "خصم مكرر في فاتورة أكتوبر"
WORDS = "السلام عليكم، المبلغ خُصم من حسابي مرتين. متى يرجع؟"
REPLY = "أهلًا أستاذة سارة، راجعنا العملية، ويعود المبلغ إلى حسابك غدًا."
DONE = "أُعيد المبلغ المكرر إلى الحساب."

# The smallest true picture: one pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgy4oGAAFdANQ7hI2FAAAAAElFTkSuQmCC")


def incoming(text: str = WORDS, *, sender: str = "sara@example.com", name: str = "", **more: Any) -> IncomingMessage:
    """A message as a channel hands it in, by e-mail unless `channel` says otherwise; no acknowledgement goes out."""
    kind = "phone" if sender.startswith("+") else "email"
    settings: dict[str, Any] = {"channel": "email", "subject": SUBJECT, "may_acknowledge": False}
    return IncomingMessage(sender=Sender(kind, sender, name), text=text, **(settings | more))


def received(text: str = WORDS, **more: Any) -> Received:
    """A customer's message, taken in; see `incoming`."""
    return receive(incoming(text, **more))


def ticket(text: str = WORDS, *, team: Team | None = None, **more: Any) -> Ticket:
    """A new ticket with the customer's first message, in this team or where what no route claims arrives."""
    return received(text, team=team.pk if team else None, **more).ticket


def fresh(known: Ticket) -> Ticket:
    """The same ticket as the database has it now."""
    return Ticket.objects.get(number=known.number)


def customer_says(known: Ticket, text: str = "هل من جديد؟", **more: Any) -> Message:
    """A further message of the customer in a ticket they have."""
    return received(text, proven=(known.number,), **more).message


def replied(
    known: Ticket, by: User, text: str = REPLY, files: tuple[File, ...] = (), held_for: timedelta | None = None
) -> Message:
    """Our answer, waiting to be sent; it can be taken back for as long as it is held."""
    return reply.reply(fresh(known), by=by, text=text, files=files, held_for=held_for)


def noted(known: Ticket, by: User, text: str = "الخصم الثاني من بوابة الدفع.", files: tuple[File, ...] = ()) -> Note:
    """An internal note."""
    return reply.note(fresh(known), by=by, text=text, files=files)


def claimed(known: Ticket, by: User, what_was_done: str = DONE, cause: Reason | None = None) -> Claim:
    """A person of ours says that it is solved, and the customer is asked."""
    return resolve.propose(fresh(known), by=by, what_was_done=what_was_done, cause=cause)


def judged(known: Ticket, verdict: str, comment: str = "") -> Claim:
    """The customer's own word about the last claim."""
    return resolve.judge(fresh(known), verdict=verdict, comment=comment)


def lapsed(known: Ticket, by: User) -> Ticket:
    """A claim that was met with silence until the waiting ended."""
    return ledger.lapse(claimed(known, by))


def declined(known: Ticket, by: User) -> Decision:
    """A refusal in the open; `by` must be one who may decide it."""
    return resolve.decline(
        fresh(known),
        by=by,
        why="انتهت مدة الاسترجاع.",
        rule="سياسة الاسترجاع، المادة الرابعة",
        appeal="لجنة الاعتراضات، appeals@example.com",
    )


def handed_over(
    known: Ticket, by: User, *, team: Team | None = None, agent: User | None = None, words: str = ""
) -> HandOver:
    """An offer to a team or a person, with its packet, not yet accepted."""
    return hand_over.transfer(
        fresh(known),
        by=by,
        to_team=team,
        to_agent=agent,
        restatement=words or "خُصم المبلغ مرتين وتريد استرداده.",
        done="تأكدنا من رقم العملية.",
        missing="صلاحية الاسترداد.",
        promised="رد خلال يوم عمل.",
    )


def article(
    by: User, title: str, body: str = "", *, audience: str = "public", topic: Topic | None = None, **words: str
) -> Article:
    """An article that somebody has validated, and that customers read."""
    said = articles.Words(title, words.get("summary", ""), body, words.get("phrasings", ""))
    row = articles.begin(by=by, words=said, audience=audience, topic=topic, owner=by)
    articles.validate(row.editions.select_related("newest").get(), by=by)
    return row


def procedure(by: User, reason: Reason, *steps: str, gates: int = 0, **words: str) -> Procedure:
    """A published procedure for a reason; `gates`: which of its steps (from 1) holds a claim back."""
    row = procedures.make(by=by, name=words.pop("name", "خصم مكرر"), reasons=[reason], owner=by)
    written = [
        StepWords(procedures.new_key(), text, "لأن العميل ينتظر", "أن يعرف", gates_claim=place == gates)
        for place, text in enumerate(steps or ("اسأل عن رقم العملية", "أعد المبلغ"), 1)
    ]
    words = {"why": "ليعود المبلغ سريعًا", "example": "كما مع سارة", "counter_example": "لا نطلب الكشف مرتين"} | words
    procedures.write(row, by=by, name=row.name, reasons=[reason], owner=by, words=words, steps=written)
    procedures.publish(row, by=by)
    return row


def department(name: str = "المحاسبة", *people: User, head: User | None = None) -> Department:
    """Another part of the company, with who sits there."""
    made, _new = Department.objects.get_or_create(name=name, defaults={"head": head})
    for person in people:
        Seat.objects.update_or_create(user=person, defaults={"department": made})
    return made


def passed_on(known: Ticket, by: User, to: User, team: Team) -> Ticket:
    """Handed over to a team, and taken there."""
    handed_over(known, by, team=team)
    hand_over.accept(fresh(known), by=to)
    return fresh(known)


def asked_inside(
    known: Ticket, by: User, department: Department, text: str = "هل عاد المبلغ إلى الحساب؟", to: User | None = None
) -> InternalQuestion:
    """A question to another department."""
    return asking_inside.ask(fresh(known), by=by, department=department, text=text, to=to)


def referred(known: Ticket, by: User, days: int = 7) -> Referral:
    """The customer is referred to somebody outside, and we ask again in so many days."""
    day = timezone.localdate() + timedelta(days=days)
    return asking_inside.refer(
        fresh(known), by=by, party="بنك النخيل", contact="920001122", packet="خصمان بالرقم نفسه.", day=day
    )


def assigned(known: Ticket, to: User | None, by: User) -> Ticket:
    """One person is made responsible."""
    return hand_over.assign(fresh(known), to=to, by=by)


def ticket_with_outcome(outcome: str, *, agent: User, supervisor: User, **more: Any) -> Ticket:
    """A new ticket that has come to this outcome by the way that leads there in the product."""
    made = ticket(**more)
    verdicts = {"confirmed": "yes", "partly": "partly", "disputed": "no"}
    if outcome == "claimed" or outcome in verdicts:
        claimed(made, agent)
    if outcome in verdicts:
        judged(made, verdicts[outcome])
    if outcome == "unconfirmed":
        lapsed(made, agent)
    if outcome == "declined":
        declined(made, supervisor)
    if outcome == "withdrawn":
        resolve.withdraw(fresh(made))
    return fresh(made)


def reason(name: str = "خصم مكرر", parent: Reason | None = None) -> Reason:
    """A cause of contact."""
    return Reason.objects.get_or_create(name=name, parent=parent)[0]


def file(name: str = "إيصال.png", content: bytes = PNG, content_type: str = "image/png", **more: Any) -> File:
    """A file to go with a message or a note."""
    return File(name=name, content_type=content_type, content=content, **more)


def address(owner: Customer, value: str, kind: str = "email") -> Address:
    """One more address of a customer."""
    return Address.objects.create(customer=owner, kind=kind, value=value, shown=value)


def stands(known: Ticket) -> Ticket:
    """The ticket in which a further word of this one's customer is heard."""
    return where_it_stands(known, known.customer)


def at(ticket_: Ticket, moment: datetime) -> Ticket:
    """The same ticket as if last active at `moment`: lists are ordered by it."""
    Ticket.objects.filter(number=ticket_.number).update(updated_at=moment)
    return fresh(ticket_)


def limit(role: str, amount: float | None, act: str = "refund", currency: str = "SAR") -> Limit:
    """How much a role may grant without asking."""
    return Limit.objects.update_or_create(role=role, act=act, currency=currency, defaults={"amount": amount})[0]


def granted(known: Ticket, by: User, amount: str = "100", why: str = "خُصم المبلغ مرتين.", **more: str) -> Remedy:
    """Something granted within the person's own authority."""
    what = {"act": "refund", "currency": "SAR"} | more
    made = authority.grant(fresh(known), by=by, amount=Decimal(amount), why=why, **what)
    assert isinstance(made, Remedy)
    return made


def asked_for_approval(known: Ticket, by: User, amount: str = "500", why: str = "خُصم المبلغ مرتين.") -> Approval:
    """Something that goes beyond the person's authority."""
    made = authority.grant(fresh(known), by=by, act="refund", amount=Decimal(amount), currency="SAR", why=why)
    assert isinstance(made, Approval)
    return made
