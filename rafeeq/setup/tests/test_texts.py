"""Signatures, greetings, and what is let go after its time."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from rafeeq.flows.retention import before, forget_attachments
from rafeeq.system import preferences
from rafeeq.system.models import AuditEntry
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Attachment, Delivery, Ticket
from tests import make
from tests.cast import Cast, signed_in


def test_the_greeting_opens_automatic_mails(cast: Cast) -> None:
    page = signed_in(cast.aziz).post("/settings/mail-texts/", {"greeting_ar": "شكرًا لتواصلك مع الواحة."}, follow=True)
    assert page.content.decode().count("شكرًا لتواصلك مع الواحة.") >= 3
    make.claimed(make.ticket(), cast.noura)
    assert "شكرًا لتواصلك مع الواحة." in Delivery.objects.get(purpose="question").text


def test_an_apology_may_not_say_that_it_is_solved(cast: Cast) -> None:
    client, said = signed_in(cast.aziz), "نعتذر إليك، وقد تم حل المشكلة."
    answer = client.post("/settings/mail-texts/", {"apology_ar": said})
    assert answer.status_code == 422
    assert said in answer.content.decode(), "what was typed stays"
    assert client.post("/settings/mail-texts/", {"apology_ar": "نعتذر إليك."}).status_code == 302
    assert preference(preferences.APOLOGY_AR) == "نعتذر إليك."


def test_two_teams_have_their_own_signatures(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    client.post(f"/settings/signatures/{cast.billing.pk}/", {"ar": "قسم الفواتير"})
    client.post(f"/settings/signatures/{cast.desk.pk}/", {"ar": "المكتب", "en": "The desk"})
    client.post(f"/settings/signatures/{cast.billing.pk}/", {"ar": ""})
    assert preference(preferences.TEAM_SIGNATURES) == {str(cast.desk.pk): {"ar": "المكتب", "en": "The desk"}}


def test_a_long_signature_is_refused_in_words(cast: Cast) -> None:
    answer = signed_in(cast.aziz).post("/settings/signatures/", {"signature_ar": "ا" * 20_000})
    assert answer.status_code == 422
    assert 'class="form-errors"' in answer.content.decode()


def test_complaints_can_never_be_switched_off(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    assert client.post("/settings/kinds/", {"kinds": ["inquiry"]}).status_code == 422
    assert client.post("/settings/kinds/", {"kinds": ["data_rights", "complaint"]}).status_code == 302
    assert preference(preferences.KINDS) == ["complaint", "data_rights"]


@pytest.mark.parametrize("months", ["-1", "1000", "x", "", "٣ أشهر"])
def test_odd_times_are_refused(cast: Cast, months: str) -> None:
    answer = signed_in(cast.salman).post("/settings/retention/", {"raw_months": months, "files_months": "0"})
    assert answer.status_code == 422


def closed_with_file(cast: Cast, content: bytes = make.PNG, days_ago: int = 400) -> Ticket:
    ticket = make.ticket(files=(make.file(content=content),))
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    return make.at(ticket, timezone.now() - timedelta(days=days_ago))


def kept(ticket: Ticket) -> Attachment:
    return Attachment.objects.get(message__ticket=ticket)


def test_old_attachments_go_and_young_or_open_ones_stay(cast: Cast) -> None:
    old = closed_with_file(cast, b"old")
    young = closed_with_file(cast, b"young", days_ago=10)
    still_open = make.at(make.ticket(files=(make.file(content=b"open"),)), timezone.now() - timedelta(days=400))
    stored = kept(old).stored
    assert forget_attachments() == 0, "nothing goes until the page says so"
    signed_in(cast.salman).post("/settings/retention/", {"raw_months": "0", "files_months": "12"})
    assert forget_attachments() == 1
    assert not default_storage.exists(stored)
    assert all(default_storage.exists(kept(ticket).stored) for ticket in (young, still_open))
    client = signed_in(cast.noura)
    assert client.get(f"/inbox/{old.number}/").status_code == 200
    assert client.get(f"/inbox/{old.number}/attachments/{kept(old).pk}/").status_code == 404
    assert AuditEntry.objects.get(what="retention.applied").after == {"count": 1}


def test_a_file_that_another_request_shares_stays(cast: Cast) -> None:
    old = closed_with_file(cast, b"shared")
    young = closed_with_file(cast, b"shared", days_ago=1)
    signed_in(cast.salman).post("/settings/retention/", {"raw_months": "0", "files_months": "1"})
    assert forget_attachments() == 1
    assert (kept(old).stored, default_storage.exists(kept(young).stored)) == ("", True)


def test_who_is_held_for_the_law_keeps_everything(cast: Cast) -> None:
    old = closed_with_file(cast)
    type(old.customer).objects.filter(pk=old.customer_id).update(hold_reason="قضية منظورة")
    signed_in(cast.salman).post("/settings/retention/", {"raw_months": "0", "files_months": "1"})
    assert forget_attachments() == 0


@pytest.mark.parametrize(
    ("now", "months", "expected"),
    [("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 13, "2024-12-15"), ("2024-02-29", 12, "2023-02-28")],
)
def test_months_are_calendar_months(now: str, months: int, expected: str) -> None:
    assert before(months, datetime.fromisoformat(now)).date().isoformat() == expected
