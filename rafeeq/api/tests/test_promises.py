"""Promises through the JSON door."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.api.actions import create_token
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.tickets.actions import merges
from tests import make
from tests.cast import Cast


def caller(cast: Cast) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {create_token(cast.noura)}"}, "content_type": "application/json"}


def test_it_is_made_moved_and_kept_through_the_door(cast: Cast) -> None:
    ticket, client, me = make.ticket(), Client(), caller(cast)
    due = timezone.now() + timedelta(days=2)
    where = f"/api/v1/tickets/{ticket.number}/promises"
    made = client.post(where, {"text": "نتصل بك بالنتيجة", "due": due.isoformat()}, **me)
    assert made.status_code == 201
    assert made.json()["owner"]["name"] == cast.noura.name

    later = (due + timedelta(days=1)).isoformat()
    moved = client.post(f"/api/v1/promises/{made.json()['id']}/move", {"due": later, "reason": "تأخر الرد"}, **me)
    assert (moved.status_code, moved.json()["moved_from"]) == (201, made.json()["id"])
    address = f"/api/v1/promises/{moved.json()['id']}/result"
    refused = client.post(address, {"result": "لا جديد"}, **me)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "empty")
    assert client.post(address, {"result": "أُعيد المبلغ كاملًا"}, **me).json()["state"] == "kept"
    assert client.post(address, {"result": "أُعيد المبلغ مرتين"}, **me).status_code == 409
    shown = client.get(f"/api/v1/tickets/{ticket.number}", **me).json()["promises"]
    assert [set(one) for one in shown] == [{"text", "due", "state"}] * 2
    assert [one["state"] for one in shown] == ["moved", "kept"]
    assert [one["state"] for one in client.get(where, **me).json()["items"]] == ["moved", "kept"]


def test_what_cannot_be_promised_is_told_and_not_kept(cast: Cast) -> None:
    ticket, client, me = make.ticket(), Client(), caller(cast)
    due = (timezone.now() + timedelta(days=2)).isoformat()
    for body, field, code in (
        ({"text": "نتصل", "due": "2020-01-01T10:00:00Z"}, "due", "past"),
        ({"text": "نتصل", "due": "2099-01-01T10:00:00Z"}, "due", "far"),
        ({"text": "  ", "due": due}, "text", "blank"),
        ({"due": due}, "text", "missing"),
        ({"text": "نتصل", "due": due, "owner": cast.badr.email}, "owner", "unknown"),
        ({"text": "نتصل", "due": due, "owner": cast.fahd.email}, "owner", "owner"),
    ):
        answer = client.post(f"/api/v1/tickets/{ticket.number}/promises", body, **me)
        assert answer.status_code == 422, body
        assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    assert not Promise.objects.exists()


def test_a_list_tells_the_promises_of_what_was_merged_and_asks_once(cast: Cast) -> None:
    tickets, client, me = [make.ticket() for _ in range(4)], Client(), caller(cast)
    due = timezone.now() + timedelta(days=2)
    for ticket in tickets[1:]:
        promises.make(ticket, by=cast.noura, text=f"وعد {ticket.number}", due=due)

    def asked() -> tuple[dict[int, list[str]], int]:
        with CaptureQueriesContext(connection) as queries:
            rows = client.get("/api/v1/tickets", **me).json()["items"]
        about = [one for one in queries if "sla_promise" in one["sql"]]
        return {row["number"]: [one["text"] for one in row["promises"]] for row in rows}, len(about)

    merges.merge(tickets[1], into=tickets[0], by=cast.khaled)
    found, count = asked()
    assert found[tickets[0].number] == [f"وعد {tickets[1].number}"]
    assert found[tickets[2].number] == [f"وعد {tickets[2].number}"]
    assert count == 1
