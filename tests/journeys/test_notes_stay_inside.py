"""No internal note ever reaches a customer: random histories, a canary in every note, every artefact searched."""

from collections.abc import Iterator
from email import message_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafeeq.channels.delivery import DeliverySender
from rafeeq.channels.registry import CHANNELS
from rafeeq.flows import asking_inside, hand_over, resolve
from rafeeq.flows.links import secret_for
from rafeeq.tickets.models import Attachment, Delivery, Ticket
from tests import make
from tests.cast import Cast

CANARY = "كناري-سري-7391"
STEPS = (
    "note",
    "note with file",
    "reply",
    "customer",
    "claim",
    "yes",
    "no",
    "lapse",
    "decline",
    "hand over",
    "withdraw",
    "hand over and return",
    "ask inside",
    "answer inside",
)


def take(step: str, ticket: Ticket, cast: Cast) -> None:
    """One step of a history; a step that cannot follow is left out."""
    now = make.fresh(ticket)
    outcome, may_claim = now.outcome, not now.is_settled
    if step == "note":
        make.noted(ticket, cast.noura, CANARY)
    elif step == "note with file":
        make.noted(ticket, cast.khaled, "مرفق", files=(make.file(f"{CANARY}.txt", CANARY.encode(), "text/plain"),))
    elif step == "reply":
        make.replied(ticket, cast.noura)
    elif step == "customer":
        make.customer_says(ticket)
    elif step == "claim" and may_claim:
        make.claimed(ticket, cast.noura)
    elif step in {"yes", "no"} and outcome in {"claimed", "unconfirmed"}:
        make.judged(ticket, step)
    elif step == "lapse" and may_claim:
        make.lapsed(ticket, cast.noura)
    elif step == "decline" and outcome in {"open", "partly", "disputed", "unconfirmed"}:
        make.declined(ticket, cast.khaled)
    elif step == "hand over":
        make.handed_over(ticket, cast.noura, team=cast.billing, words=CANARY)
    elif step == "hand over and return":
        make.handed_over(ticket, cast.noura, team=cast.billing, words=CANARY)
        hand_over.give_back(make.fresh(ticket), by=cast.layla, reason=CANARY)
    elif step == "ask inside":
        make.asked_inside(ticket, cast.noura, make.department("المحاسبة", cast.reem), CANARY)
    elif step == "answer inside":
        asked = make.asked_inside(ticket, cast.noura, make.department("المحاسبة", cast.reem), CANARY)
        asking_inside.answer(asked, by=cast.reem, text=CANARY)
    elif step == "withdraw" and outcome in {"open", "claimed", "partly", "disputed"}:
        resolve.withdraw(make.fresh(ticket))


def artefacts(ticket: Ticket, cast: Cast, sent: list[bytes]) -> Iterator[bytes]:
    """Everything that a customer can come to see."""
    path = f"/t/{secret_for(ticket, cast.sara_email.pk)}/"
    yield Client().get(path).content
    for file in Attachment.objects.all():
        yield Client().get(f"{path}files/{file.pk}/").getvalue()
    for delivery in Delivery.objects.filter(ticket=ticket):
        yield f"{delivery.subject} {delivery.text}".encode()
    yield from sent


@pytest.mark.django_db
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.sampled_from(STEPS), min_size=3, max_size=8))
def test_nothing_a_customer_sees_holds_a_note(cast: Cast, monkeypatch: pytest.MonkeyPatch, history: list[str]) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(
        "rafeeq.channels.email.transport.hand_over", lambda way, mail, **envelope: sent.append(decoded(mail))
    )
    ticket = make.ticket()
    make.noted(ticket, cast.noura, CANARY)
    for step in history:
        take(step, ticket, cast)
    DeliverySender(CHANNELS).drain()
    found = [one for one in artefacts(ticket, cast, sent) if CANARY.encode() in one]
    assert found == []


def decoded(mail: bytes) -> bytes:
    """A mail with its parts decoded, so that a canary cannot hide in base64."""
    parts = [part for part in message_from_bytes(mail).walk() if not part.is_multipart()]
    return b"\n".join(_bytes(part.get_payload(decode=True)) for part in parts)


def _bytes(payload: object) -> bytes:
    return payload if isinstance(payload, bytes) else b""
