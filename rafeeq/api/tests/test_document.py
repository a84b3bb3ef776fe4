"""The OpenAPI document tells the truth, and the page about it needs nobody else's help."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from rafeeq.api.document import PREFIX, document
from rafeeq.api.problems import KNOWN
from rafeeq.api.tests.bodies import BODIES
from rafeeq.api.tests.conftest import Caller
from rafeeq.api.tests.schema import faults
from rafeeq.api.tests.test_access import ALL_CALLS, OPEN_CALLS
from rafeeq.knowledge.models import Step
from rafeeq.sla.actions import promises
from rafeeq.tickets.models import Approval, Attachment, Delivery, Ticket
from tests import make
from tests.cast import Cast


def schema_of(method: str, path: str, status: int) -> dict[str, Any]:
    """The schema that the document promises for this answer."""
    responses = document()["paths"][PREFIX + path][method]["responses"]
    answer = responses.get(str(status)) or responses["default"]
    found: dict[str, Any] = next(iter(answer["content"].values()))["schema"]
    return found


@pytest.mark.parametrize(("method", "path"), ALL_CALLS)
def test_every_answer_is_as_the_document_says(cast: Cast, method: str, path: str) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura, files=(make.file(),))
    make.noted(ticket, cast.khaled, files=(make.file(),))
    Delivery.objects.update(state="failed", error="550", attempts=3)
    make.reason("فرعي", make.reason("أصلي"))
    if path.endswith(("accept", "return")):
        make.handed_over(ticket, cast.khaled, agent=cast.noura)
    make.procedure(cast.aziz, make.reason())
    Ticket.objects.filter(pk=ticket.pk).update(reason=make.reason())
    if path.endswith("verdict"):
        make.claimed(ticket, cast.khaled)
    make.limit("admin", None)
    make.asked_for_approval(ticket, cast.noura)
    administers = method == "post" and path in {"customers", "dealings", "remedies/{remedy}/state"}
    caller = Caller(cast.salman if administers or path.startswith(("measures", "approvals")) else cast.noura)
    due = timezone.now() + timedelta(days=2)
    ids: dict[str, Any] = {
        "name": "confirmed",
        "approval": Approval.objects.get().pk,
        "remedy": make.granted(ticket, cast.salman).pk,
        "number": ticket.number,
        "pk": Attachment.objects.earliest("pk").pk,
        "customer": cast.sara.pk,
        "step": Step.objects.earliest("pk").pk,
        "promise": promises.make(ticket, by=cast.noura, text="نتصل بها", due=due).pk,
    }
    address = OPEN_CALLS.get(path, path).format(**ids)
    answer = caller.get(address) if method == "get" else caller.post(address, BODIES[path])
    promised = document()["paths"][PREFIX + path][method]["responses"]
    assert str(answer.status_code) in promised, answer.content
    if answer["Content-Type"].startswith("application/json"):
        said = json.loads(answer.content)
        assert faults(said, schema_of(method, path, answer.status_code), document()["components"]["schemas"]) == []
    else:
        assert path.startswith("attachments")


@pytest.mark.parametrize(("method", "path"), ALL_CALLS)
def test_every_refusal_is_as_the_document_says(cast: Cast, method: str, path: str) -> None:
    address = (
        path.format(number=1, pk=1, customer=1, promise=1, approval=1, remedy=1, step=1, name="confirmed")
        + "?colour=red"
    )
    caller = Caller(cast.noura)
    refused = [Caller(None).get(address), caller.get(address), caller.post(address, {"colour": "red"})]
    for answer in refused:
        said = json.loads(answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        assert said["status"] == answer.status_code >= 400
        assert faults(said, schema_of(method, path, 0), document()["components"]["schemas"]) == []


def test_what_makes_something_answers_201_and_nothing_else_does() -> None:
    promised = {
        (method, path): next(iter(document()["paths"][PREFIX + path][method]["responses"]))
        for method, path in ALL_CALLS
    }
    assert {path for (_method, path), status in promised.items() if status == "201"} == {
        "tickets",
        "tickets/{number}/messages",
        "tickets/{number}/claim",
        "tickets/{number}/transfer",
        "tickets/{number}/promises",
        "promises/{promise}/move",
        "tickets/{number}/remedies",
        "customers",
        "dealings",
    }
    assert set(promised.values()) == {"200", "201"}


def test_every_post_takes_an_idempotency_key_and_every_call_a_token() -> None:
    for method, path in ALL_CALLS:
        call = document()["paths"][PREFIX + path][method]
        names = [parameter["name"] for parameter in call["parameters"]]
        assert ("Idempotency-Key" in names) == (method == "post"), path
        assert call["security"] == [{"Bearer": []}]


def test_the_document_needs_no_token() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == document()
    assert answer.json()["openapi"].startswith("3.")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_every_call_and_problem_in_both_languages(language: str) -> None:
    page = Client().get(f"/api/v1/docs?lang={language}").content.decode()
    for _method, path in ALL_CALLS:
        assert f"<code>{PREFIX}{path}</code>" in page
    with override(language):
        for code, problem in KNOWN.items():
            assert f'id="{code}"' in page
            assert str(problem.title) in page.replace("&#39;", "'")
    assert f'lang="{language}"' in page


@pytest.mark.django_db
def test_the_page_makes_no_outside_request_and_runs_nothing_inline() -> None:
    answer = Client().get("/api/v1/docs")
    page = answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"', page)
    assert loaded
    assert all(address.startswith(settings.STATIC_URL) for address in loaded)
    assert not re.search(r"<script(?![^>]*src)|<style|\sstyle=|\son\w+=", page)
