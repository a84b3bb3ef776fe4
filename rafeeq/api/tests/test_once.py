"""A repeated request has one effect and gets the first answer again."""

import threading
from typing import Any

import pytest
from django.db import connection

from rafeeq.api.tests.bodies import NEW_TICKET, REPLY
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.system.models import IdempotencyKey
from rafeeq.tickets.actions import messages
from rafeeq.tickets.models import Message, Ticket
from tests import make
from tests.cast import Cast, build


def test_the_same_request_gets_the_first_answer_again(cast: Cast) -> None:
    caller = Caller(cast.noura)
    first = caller.post("tickets", NEW_TICKET, Idempotency_Key="k-1")
    again = caller.post("tickets", NEW_TICKET, Idempotency_Key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Ticket.objects.count() == 1


def test_files_are_safe_before_the_transaction_begins(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    depths: list[int] = []

    def keep(_content: bytes, *, prefix: str) -> str:
        depths.append(len(connection.savepoint_ids))
        return f"{prefix}/b"

    monkeypatch.setattr(messages, "keep", keep)
    sent = REPLY | {"attachments": [{"name": "أ.txt", "content": "2YXYsdit2KjYpw=="}]}
    stranger = Caller(cast.fahd).post(f"tickets/{make.ticket().number}/messages", sent, Idempotency_Key="k")
    assert (stranger.status_code, depths) == (404, []), "who may not see the ticket stores nothing"
    begun = len(connection.savepoint_ids)
    sent_by_her = Caller(cast.noura).post(f"tickets/{Ticket.objects.get().number}/messages", sent, Idempotency_Key="k")
    assert (sent_by_her.status_code, depths[0]) == (201, begun)


def test_another_token_of_the_same_person_repeats_the_same_request(cast: Cast) -> None:
    for _time in range(2):
        assert Caller(cast.noura).post("tickets", NEW_TICKET, Idempotency_Key="k-1").status_code == 201
    assert Ticket.objects.count() == 1


def test_a_key_belongs_to_one_person_one_address_and_one_body(cast: Cast) -> None:
    number = make.ticket().number
    noura = Caller(cast.noura)
    noura.post("tickets", NEW_TICKET, Idempotency_Key="k")
    other_body = noura.post("tickets", NEW_TICKET | {"subject": "غيره"}, Idempotency_Key="k")
    other_address = noura.post(f"tickets/{number}/messages", REPLY, Idempotency_Key="k")
    assert [(one.status_code, one.json()["code"]) for one in (other_body, other_address)] == [(422, "key_reused")] * 2
    assert Caller(cast.khaled).post("tickets", NEW_TICKET, Idempotency_Key="k").status_code == 201
    assert Ticket.objects.count() == 3
    assert Message.objects.filter(direction="out").count() == 0


def test_a_refusal_leaves_the_key_free(cast: Cast) -> None:
    caller = Caller(cast.noura)
    bad = NEW_TICKET | {"customer": {"name": "منى", "address": {"kind": "phone", "value": "لا شيء"}}}
    assert caller.post("tickets", bad, Idempotency_Key="k").status_code == 422
    assert not IdempotencyKey.objects.exists()
    assert caller.post("tickets", NEW_TICKET, Idempotency_Key="k").status_code == 201


def test_a_repeated_claim_does_not_ask_twice(cast: Cast) -> None:
    ticket, caller = make.ticket(), Caller(cast.noura)
    for _time in range(2):
        answer = caller.post(f"tickets/{ticket.number}/claim", {"what_was_done": make.DONE}, Idempotency_Key="c")
        assert (answer.status_code, answer.json()["outcome"]) == (201, "claimed")
    assert (ticket.claims.count(), ticket.deliveries.filter(purpose="question").count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "a b", "مفتاح", "x" * 256])
def test_a_key_has_a_form(cast: Cast, key: str) -> None:
    answer = Caller(cast.noura).post("tickets", NEW_TICKET, Idempotency_Key=key)
    assert (answer.status_code, fields_at_fault(answer)) == (422, {"Idempotency-Key": "wrong_form"})


@pytest.mark.parametrize("path", ["tickets", "messages"])
def test_duplicates_at_the_same_moment_have_one_effect(transactional_db: None, path: str) -> None:
    cast = build()
    number = make.ticket().number
    token = Caller(cast.noura).token
    address, body = (path, NEW_TICKET) if path == "tickets" else (f"tickets/{number}/messages", REPLY)
    together, answers = threading.Barrier(6), list[Any]()

    def send() -> None:
        together.wait()
        answers.append(Caller(None, token).post(address, body, Idempotency_Key="same"))
        connection.close()

    threads = [threading.Thread(target=send) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 5
    effects = Ticket.objects.exclude(number=number) if path == "tickets" else Message.objects.filter(direction="out")
    assert effects.count() == 1
