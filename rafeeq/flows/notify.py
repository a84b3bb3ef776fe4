"""Tell the customer: the words that go out by themselves, each kept as it was sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.queries import address_for
from rafeeq.customers.rules import mailbox_of
from rafeeq.flows.citing import Citation
from rafeeq.flows.links import link_for
from rafeeq.routing import snapshot
from rafeeq.sla.models import Promise
from rafeeq.system.preferences import (
    APOLOGY_AR,
    APOLOGY_EN,
    GREETING_AR,
    GREETING_EN,
    OFF_HOURS,
    OFF_HOURS_AR,
    OFF_HOURS_EN,
)
from rafeeq.system.queries import preference
from rafeeq.system.rows import find
from rafeeq.system.statements import objects
from rafeeq.tickets.actions.deliveries import queue
from rafeeq.tickets.models import Claim, Complaint, Decision, Delivery, Message, Restatement, Review, Ticket
from rafeeq.ui.choices import Choices, current, make, using
from rafeeq.ui.dates import calendar_date, spoken
from rafeeq.ui.numbers import digits

# The channels that can carry a notice, by the kind of address they reach.
CARRIERS = {"email": "email"}

# RFC 3834: an automatic answer goes to one address once in a while, whatever is written to us in its name.
ACKNOWLEDGEMENT_EVERY = timedelta(hours=24)


def acknowledge(
    ticket: Ticket, *, address: Address, account: str = "", suggested: Callable[[], Citation | None] | None = None
) -> Delivery | None:
    """Tell the customer that the matter arrived, under which number, and where to follow it; `suggested`: an article
    that everybody may read and that may answer it meanwhile.

    Nothing that the sender wrote is repeated: whoever writes in a stranger's name must not be able to make us mail
    that stranger. None when the budget for automatic answers to this address is used up.
    """
    if address.kind not in CARRIERS or not _within_budget(address):
        return None
    opens = opens_next(ticket)
    return _send(
        ticket,
        "acknowledgement",
        address=address,
        account=account,
        opens=opens,
        off_hours=off_hours,
        suggested=suggested() if suggested else None,
    )


def opens_next(ticket: Ticket) -> datetime | None:
    """When the hours of the ticket's team begin again; None while they work, and where nobody wants to say so."""
    if not preference(OFF_HOURS):
        return None
    known = snapshot.known().houses
    if known is None:
        return None
    hours = known.of_team(ticket.team_id).hours
    return None if hours.is_open(ticket.created_at) else hours.next_open(ticket.created_at)


def off_hours() -> str:
    """The manager's own words for whoever writes outside of the hours, in the language in force."""
    return preference(OFF_HOURS_EN if current().language == "en" else OFF_HOURS_AR)


class EnoughSaid(Exception):
    """This mailbox has had its automatic answer for a while."""


def say_by_itself(ticket: Ticket, *, text: str) -> Delivery | None:
    """Send the customer prepared words that nobody of ours says: no clock hears them. None where no way leads there.

    Raises EnoughSaid.
    """
    way = way_to(ticket)
    if way is None:
        return None
    if not _within_budget(way[0], Delivery.Purpose.AUTOMATIC):
        raise EnoughSaid
    return _send(ticket, "automatic", address=way[0], account=way[1], words=text)


def _within_budget(address: Address, purpose: str = Delivery.Purpose.ACKNOWLEDGEMENT) -> bool:
    """Whether this mailbox, however it is spelled, has had no automatic answer of this sort for a while."""
    mailbox = mailbox_of(address.value)
    if connection.features.has_select_for_update:
        # The row is held, so that two mails at one moment do not both look before either has written.
        Address.objects.select_for_update().filter(pk=address.pk).first()
    return (
        find(Delivery, mailbox=mailbox) is None
        or not Delivery.objects.filter(
            purpose=purpose,
            mailbox=mailbox,
            created_at__gt=timezone.now() - ACKNOWLEDGEMENT_EVERY,
        ).exists()
    )


def ask(claim: Claim, *, reminder: bool = False) -> Delivery | None:
    """Ask the customer whether it is solved; None when there is no address that a question can reach."""
    return _send(claim.ticket, "reminder" if reminder else "question", claim=claim)


def tell_decision(decision: Decision) -> Delivery | None:
    """Tell the customer what was declined, why, by which rule, and where to object."""
    return _send(decision.ticket, "decision", decision=decision)


def tell_restatement(restatement: Restatement, *, asks: bool = False) -> Delivery | None:
    """Tell the customer how we understood the matter, and ask whether it is so; None where no mail reaches them.

    `asks`: ask beside it what would make it right.
    """
    return _send(restatement.ticket, "restatement", restatement=restatement, asks=asks)


def tell_complaint(complaint: Complaint, *, asks: bool = False) -> Delivery | None:
    """Tell the customer at which stage their complaint is: registered, answered, or decided with the ways left.

    `asks`: ask beside it what would make it right.
    """
    return _send(complaint.ticket, "complaint", complaint=complaint, asks=asks)


def tell_review(review: Review) -> Delivery | None:
    """Tell the customer what the independent review found, in plain words."""
    return _send(review.ticket, "review", review=review)


def tell_new_link(ticket: Ticket) -> Delivery | None:
    """Mail the customer the link that holds now; None when there is no address that a mail can reach."""
    return _send(ticket, "new_link")


def apologise(promise: Promise) -> Delivery | None:
    """Tell the customer that we have not kept a promise, and nothing better than that."""
    return _send(promise.ticket, "apology", promise=promise, apology=apology)


def tell_moved(promise: Promise, *, reason: str) -> Delivery | None:
    """Tell the customer the new date of a promise, before the old one has come, and why."""
    return _send(promise.ticket, "promise_moved", promise=promise, reason=reason)


def tell_released(promise: Promise) -> Delivery | None:
    """Tell the customer that we took a promise as no longer needed, so that they can object."""
    return _send(promise.ticket, "promise_released", promise=promise)


def apology() -> str:
    """The manager's own words after a broken promise, in the language in force; empty when there are none."""
    return preference(APOLOGY_EN if current().language == "en" else APOLOGY_AR)


def way_to(ticket: Ticket) -> tuple[Address, str] | None:
    """Where words for this ticket's customer go: the address, and the channel's account that its mails came in by.

    Who asked to hear from us by one channel, and said which address of it, is written to there; everybody else where
    they last wrote from.
    """
    wanted = ticket.customer.wants_channel
    if wanted in CARRIERS:
        chosen = ticket.customer.addresses.filter(kind=wanted, is_primary=True, bouncing_since=None).first()
        if chosen is not None:
            return chosen, _account_of(ticket)
    said: list[Message] = objects(_last_said, ticket.number)
    last = said[0] if said else None
    if last is not None and last.address is not None:
        other = address_for(ticket.customer, *CARRIERS) if last.address.bouncing_since else None
        return (other or last.address), last.account
    address = address_for(ticket.customer, *CARRIERS)
    return (address, "") if address else None


def _last_said(number: int) -> QuerySet[Message]:
    """What the customer said last in this ticket from an address that we can write to."""
    theirs = Message.objects.filter(
        ticket=number, direction="in", from_stranger=False, address__kind__in=tuple(CARRIERS)
    )
    return theirs.select_related("address").order_by("-at", "-pk")[:1]


def _account_of(ticket: Ticket) -> str:
    """The account by which the customer's last message of this ticket came."""
    came = ticket.messages.filter(direction="in", from_stranger=False).order_by("-at", "-pk")
    return came.values_list("account", flat=True).first() or ""


def opening() -> str:
    """The company's own first sentence, in the language in force; empty when there is none."""
    return preference(GREETING_EN if current().language == "en" else GREETING_AR)


def reader_of(ticket: Ticket) -> Choices:
    """How the customer of this ticket reads: as they asked for it, else in the language that they wrote in."""
    reader = ticket.customer
    return make(
        language=reader.wants_language or ticket.language, digits=reader.digits or "latn", calendar=reader.calendar
    )


def _send(
    ticket: Ticket,
    purpose: str,
    *,
    address: Address | None = None,
    account: str = "",
    claim: Claim | None = None,
    **words: object,
) -> Delivery | None:
    if address is None:
        way = way_to(ticket)
        if way is None:
            return None
        address, account = way
    with using(reader_of(ticket)):
        said = render_to_string(
            f"flows/mail/{purpose}.txt",
            {
                "ticket": ticket,
                "number": digits(ticket.number),
                "claim": claim,
                "day": lambda moment: calendar_date(timezone.localdate(moment)),
                "moment": spoken,
                "link": link_for(ticket, address.pk),
                "opening": opening(),
                **words,
            },
        )
    subject, _blank, text = said.strip().partition("\n")
    return queue(
        ticket,
        purpose=purpose,
        channel=CARRIERS[address.kind],
        address=address,
        account=account,
        claim=claim,
        subject=subject.strip(),
        text=text.strip() + "\n",
    )
