"""What holds for every call: who may come in, and how the door says no."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from rafeeq.api.actions import create_token, revoke_token
from rafeeq.api.models import ApiToken
from rafeeq.api.tests.bodies import NEW_TICKET
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in


def test_a_token_opens_the_door_with_its_persons_rights(cast: Cast) -> None:
    me = Caller(cast.noura).get("me").json()
    assert (me["email"], me["role"], me["scopes"]) == ("noura@rafeeq.example", "agent", ["read", "write"])


def test_no_token_a_wrong_one_and_a_wrong_scheme_are_refused_alike(cast: Cast) -> None:
    good = create_token(cast.noura)
    callers = [Caller(None), Caller(None, "x"), Caller(None, good[:-1] + "~"), Caller(None, "rafeeq_0000_" + "a" * 43)]
    answers = [caller.get("tickets") for caller in callers]
    answers.append(Client().get("/api/v1/tickets", headers={"Authorization": f"Basic {good}", "Accept-Language": "en"}))
    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert len({answer.content for answer in answers}) == 1


def test_a_revoked_or_expired_token_and_that_of_a_removed_person_open_nothing(cast: Cast) -> None:
    revoked, removed = Caller(cast.noura), Caller(cast.badr)
    expired = Caller(None, create_token(cast.noura, expires_at=timezone.now() - timedelta(seconds=1)))
    lasting = Caller(None, create_token(cast.noura, expires_at=timezone.now() + timedelta(hours=1)))
    first = ApiToken.objects.select_related("user").get(user=cast.noura, expires_at=None)
    assert revoked.get("me").status_code == 200
    revoke_token(first, by=cast.salman)
    assert [caller.get("me").status_code for caller in (revoked, removed, expired, lasting)] == [401, 401, 401, 200]
    assert AuditEntry.objects.filter(what="token.revoked", actor_id=cast.salman.pk).count() == 1


def test_a_browser_session_is_no_token(cast: Cast) -> None:
    assert signed_in(cast.salman).get("/api/v1/tickets").status_code == 401
    answer = signed_in(cast.salman).post("/api/v1/tickets", NEW_TICKET, content_type="application/json")
    assert answer.status_code == 401
    assert not Ticket.objects.exists()


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    secret = create_token(cast.noura, name="تقارير")
    kept = ApiToken.objects.values_list().get()
    audited = AuditEntry.objects.filter(what="token.created").values_list().get()
    random = secret.split("_", 2)[2]
    assert len(random) == 43  # 256 bits
    assert random not in f"{kept} {audited}"


def test_a_token_that_may_only_read_changes_nothing(cast: Cast) -> None:
    reader = Caller(None, create_token(cast.noura, scopes=["read"]))
    writer = Caller(None, create_token(cast.noura, scopes=["write"]))
    assert reader.get("tickets").status_code == 200
    refused = reader.post("tickets", NEW_TICKET)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert writer.get("tickets").status_code == 403
    assert writer.post("tickets", NEW_TICKET).status_code == 201


@pytest.mark.parametrize("scopes", [[], ["admin"], ["read", "everything"]])
def test_there_are_no_other_scopes(cast: Cast, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="scopes"):
        create_token(cast.noura, scopes=scopes)


def test_use_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    caller = Caller(cast.noura)
    caller.get("me")
    first = ApiToken.objects.get().last_used_at
    caller.get("me")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    caller.get("me")
    assert (ApiToken.objects.get().last_used_at or first) >= first


def test_what_is_not_there_is_a_problem_and_not_a_page(cast: Cast) -> None:
    caller = Caller(cast.noura)
    for path in ("", "nothing", "tickets/", "tickets/seven", "tickets/1/nothing", "tickets/99999999999999999999"):
        answer = caller.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path
        assert answer.json()["code"] == "not_found"


def test_a_wrong_method_names_the_right_ones(cast: Cast) -> None:
    answer = Caller(cast.noura).client.delete("/api/v1/tickets", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b'{"a": NaN}', "application/json", 400, "malformed"),
        ('{"text": "نص"}'.encode("windows-1256"), "application/json", 400, "malformed"),
        (b"[" * 200_000, "application/json", 400, "malformed"),
        (b"subject=x", "application/x-www-form-urlencoded", 415, "not_json"),
        (b"{}", "text/plain", 415, "not_json"),
        (b"[]", "application/json", 422, "invalid"),
        (b"null", "application/json", 422, "invalid"),
        (b"", "application/json", 422, "invalid"),
        (b'{"subject": "\\ud800"}', "application/json", 422, "invalid"),
    ],
)
def test_bodies_that_cannot_be_read(cast: Cast, body: bytes, kind: str, status: int, code: str) -> None:
    token = create_token(cast.noura)
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/api/v1/tickets", body, content_type=kind, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_body_above_the_limit_is_refused(cast: Cast, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = Caller(cast.noura).post("tickets", NEW_TICKET | {"text": "م" * 1000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_an_unknown_parameter_is_refused_on_every_question(cast: Cast) -> None:
    caller, number = Caller(cast.noura), make.ticket().number
    for path in ("tickets", "search?q=x", "me", "teams", f"tickets/{number}", f"tickets/{number}/timeline"):
        answer = caller.get(path + ("&" if "?" in path else "?") + "colour=red")
        assert (answer.status_code, fields_at_fault(answer)["colour"]) == (422, "unknown_field"), path


def test_a_problem_speaks_the_callers_language_with_a_code_that_stays(cast: Cast) -> None:
    arabic = Caller(cast.noura).get("tickets/1", Accept_Language="ar-SA,ar;q=0.9,en;q=0.5")
    english = Caller(cast.noura).get("tickets/1", Accept_Language="fr,en;q=0.5")
    assert (arabic["Content-Language"], english["Content-Language"]) == ("ar", "en")
    assert "Accept-Language" in arabic["Vary"]
    assert english.json() == {
        "type": "http://127.0.0.1:8000/api/v1/docs#not_found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address, or it is not yours to see.",
        "code": "not_found",
        "errors": [],
    }
    assert arabic.json()["code"] == "not_found"


def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("rafeeq.api.views.tickets.receive", broken)
    answer = Caller(cast.noura).post("tickets", NEW_TICKET)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "1234" not in answer.content.decode()


def test_no_cache_keeps_an_answer(cast: Cast) -> None:
    assert Caller(cast.noura).get("tickets")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("updated_since=9999-12-31T23:59:59-14:00", "updated_since"),
        ("cursor=" + base64.urlsafe_b64encode(b"[" * 1400).decode(), "cursor"),
    ],
)
def test_what_has_no_place_in_time_or_in_the_list_is_named(cast: Cast, asked: str, field: str) -> None:
    answer = Caller(cast.noura).get(f"tickets?{asked}")
    assert answer.status_code == 422
    assert set(fields_at_fault(answer)) == {field}


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_a_visit_lies_in_our_time(cast: Cast, at: str) -> None:
    customer = {"address": {"kind": "email", "value": "sara@example.com"}}
    told = {"kind": "visit", "external_id": "v1", "customer": customer, "at": at}
    assert fields_at_fault(Caller(cast.salman).post("dealings", told)) == {"at": "not_a_time"}
