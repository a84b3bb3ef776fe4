"""What is being written is kept, in two windows too, and is over once it has been said."""

import json
from typing import Any

import pytest
from django.test import Client

from rafeeq.inbox.models import Draft
from rafeeq.inbox.tests.pages import once_in, returned, sent, shown
from rafeeq.tickets.models import Delivery, Ticket
from tests import make
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.own_sql


def typed(
    client: Client, ticket: Ticket, text: str, version: int = 0, kind: str = "reply", **more: Any
) -> tuple[int, Any]:
    answer = client.post(f"/inbox/{ticket.number}/drafts/{kind}/", {"text": text, "version": version} | more)
    return answer.status_code, json.loads(answer.content) if answer.content else None


def test_it_is_there_again_when_one_comes_back(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    assert typed(client, ticket, "أهلًا أستاذة") == (200, {"version": 1})
    assert typed(client, ticket, "أهلًا أستاذة سارة", 1) == (200, {"version": 2})
    assert typed(client, ticket, "بيننا", kind="note") == (200, {"version": 1})
    page = shown(client, f"/inbox/{ticket.number}/")
    assert "أهلًا أستاذة سارة" in page
    assert "بيننا" in page
    assert "أهلًا أستاذة سارة" not in shown(signed_in(cast.khaled), f"/inbox/{ticket.number}/")


def test_two_windows_do_not_overwrite_each_other_unseen(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    typed(client, ticket, "الأولى")
    typed(client, ticket, "من النافذة الأولى", 1)
    assert typed(client, ticket, "من النافذة الثانية", 1) == (409, {"version": 2, "text": "من النافذة الأولى"})
    assert typed(client, ticket, "بلا علم", 0)[0] == 409
    assert Draft.objects.get().text == "من النافذة الأولى"
    assert typed(client, ticket, "من النافذة الثانية", 2) == (200, {"version": 3})


def test_said_it_is_over_and_a_late_save_brings_nothing_back(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    mark = once_in(shown(client, f"/inbox/{ticket.number}/"), "reply")
    typed(client, ticket, "أهلًا", once=mark)
    sent(client, f"/inbox/{ticket.number}/replies/", text="أهلًا بك", once=mark)
    assert client.cookies["rafeeq_said"].value == mark
    assert typed(client, ticket, "أهلًا ب", 1, once=mark) == (409, {"version": 0, "text": ""})
    assert typed(client, ticket, "أهلًا ب", 0, once=mark) == (200, {"version": 0})
    assert not Draft.objects.exists()


def test_emptied_it_is_gone(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    typed(client, ticket, "أهلًا")
    assert typed(client, ticket, "", 1) == (200, {"version": 0})
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("kind", "text", "status"), [("reply", "س" * 20_000, 200), ("reply", "س" * 100_001, 422), ("x", "", 404)]
)
def test_what_is_taken(cast: Cast, kind: str, text: str, status: int) -> None:
    answer = signed_in(cast.noura).post(f"/inbox/{make.ticket().number}/drafts/{kind}/", {"text": text, "version": 0})
    assert answer.status_code == status


def test_twenty_thousand_letters_leave_whole(cast: Cast) -> None:
    ticket = make.ticket()
    sent(signed_in(cast.noura), f"/inbox/{ticket.number}/replies/", text="كلام " * 4_000)
    message = Delivery.objects.get().message
    assert message is not None
    assert len(message.text) >= 19_999


def test_an_empty_placeholder_is_shown_before_it_goes_to_a_customer(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura, "en")
    page = returned(client, f"/inbox/{ticket.number}/replies/", text="أهلًا {customer_name}، {refund}")
    assert "Nothing has been filled in for {customer_name}، {refund}" in page
    assert 'name="as_it_is"' in page
    assert not Delivery.objects.exists()
    sent(client, f"/inbox/{ticket.number}/replies/", text="أهلًا {customer_name}", as_it_is="on")
    sent(client, f"/inbox/{ticket.number}/notes/", text="بيننا {customer_name}")
    assert Delivery.objects.count() == 1
