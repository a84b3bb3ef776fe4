"""Promises on the agent's pages: offered while writing, recorded with the reply, kept and moved through doors."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.flows.promises import follow
from rafeeq.inbox.actions import notices
from rafeeq.inbox.models import Notice
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.tickets.actions import merges
from tests import make
from tests.cast import Cast, signed_in

THURSDAY = datetime(2026, 1, 15, 13, tzinfo=UTC)  # 16:00 in Riyadh
SAID = "أهلًا أستاذ سالم. نراجع القيد ونتصل بك خلال يومين. شكرًا لصبرك."


def soon(**more: int) -> str:
    return f"{timezone.localtime(timezone.now() + timedelta(**more)):%Y-%m-%dT%H:%M}"


def test_the_draft_is_read_and_what_is_ticked_goes_with_the_reply_and_comes_back_with_it(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        ticket = make.ticket()
        client = signed_in(cast.noura)
        offered = client.post(f"/inbox/{ticket.number}/promises/offers/", {"text": SAID}).content.decode()
        assert "نراجع القيد ونتصل بك خلال يومين" in offered
        assert 'value="2026-01-19T17:00"' in offered, "two working days after a Thursday end on Monday"
        assert Promise.objects.count() == 0
        body = {"text": SAID, "promise": "1", "promise_1-text": "نتصل بك", "promise_1-due": "2026-01-19T17:00"}
        assert client.post(f"/inbox/{ticket.number}/replies/", body | {"promise_2-text": "لم يُعلَّم"}).status_code == 302
        promise = Promise.objects.get()
        assert (promise.text, promise.owner) == ("نتصل بك", cast.noura)
        assert promise.due_at == datetime(2026, 1, 19, 14, tzinfo=UTC)
        assert promise.message == ticket.messages.get(direction="out")
        client.post(f"/inbox/{ticket.number}/messages/{promise.message_id}/withdrawal/")
        assert not Promise.objects.exists()
        assert not ticket.messages.filter(direction="out").exists()


def test_a_promise_that_cannot_be_stops_the_reply_and_nothing_typed_is_lost(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    for text, due, said in (
        ("نتصل بك", "2020-01-01T10:00", "مضى"),
        ("نتصل بك", "2099-01-01T10:00", "السنة"),
        ("", soon(days=2), "اكتب"),
        ("نتصل بك", "", "اختر"),
    ):
        page = client.post(
            f"/inbox/{ticket.number}/replies/",
            {"text": "ردّ لا يضيع", "promise_own-text": text, "promise_own-due": due},
        )
        shown = page.content.decode()
        assert page.status_code == 422
        assert "ردّ لا يضيع" in shown
        assert said in shown
        assert not text or f'value="{text}"' in shown
        assert not due or due in shown
    assert not Promise.objects.exists()
    assert ticket.messages.count() == 1


def test_it_is_kept_moved_and_given_through_the_doors_of_its_ticket_alone(cast: Cast) -> None:
    ticket, other, client = make.ticket(), make.ticket(), signed_in(cast.noura)
    here = f"/inbox/{ticket.number}/"
    client.post(here + "promises/", {"text": "نرسل كشف الحساب", "due": soon(days=2)})
    promise = Promise.objects.get()
    page = client.get(here).content.decode()
    assert "نرسل كشف الحساب" in page
    for name in ("promise_result", "promise_move", "promise_release", "promise_owner"):
        door = client.get(f"{here}doors/{name}/?promise={promise.pk}", headers={"HX-Request": "true"})
        assert "نرسل كشف الحساب" in door.content.decode(), name
        assert client.get(f"{here}?door={name}&promise={promise.pk}").status_code == 200
        path = name.removeprefix("promise_")
        assert client.post(f"/inbox/{other.number}/promises/{promise.pk}/{path}/").status_code == 404
    refused = client.post(f"{here}promises/{promise.pk}/result/", {"result": "تم التواصل مع العميل"})
    assert refused.status_code == 422
    assert "تم التواصل مع العميل" in refused.content.decode()
    client.post(f"{here}promises/{promise.pk}/move/", {"due": soon(days=3), "reason": "تأخر القسم"})
    moved = Promise.objects.get(state="open")
    assert moved.moved_from == promise
    client.post(f"{here}promises/{moved.pk}/owner/", {"to": cast.khaled.pk})
    moved.refresh_from_db()
    assert moved.owner == cast.khaled
    client.post(f"{here}promises/{moved.pk}/result/", {"result": "أُرسل الكشف بالبريد"})
    moved.refresh_from_db()
    assert (moved.state, moved.result) == ("kept", "أُرسل الكشف بالبريد")
    assert "أُرسل الكشف بالبريد" in client.get(here).content.decode()


def test_my_promises_are_listed_by_due_time_and_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(cast.noura)
    assert "لا وعد عليك" in client.get("/inbox/promises/").content.decode()
    for days in (3, 1, 2):
        promises.make(make.ticket(), by=cast.noura, text=f"وعد {days}", due=timezone.now() + timedelta(days=days))
    promises.make(make.ticket(), by=cast.khaled, text="وعد غيري", due=timezone.now() + timedelta(days=1))
    monkeypatch.setattr("rafeeq.sla.queries.promises.PAGE", 2)
    first = client.get("/inbox/promises/")
    shown = first.content.decode()
    assert shown.index("وعد 1") < shown.index("وعد 2")
    assert "وعد 3" not in shown
    assert "وعد غيري" not in shown
    after = shown.split('rel="next" href="')[1].split('"')[0]
    assert "وعد 3" in client.get("/inbox/promises/" + after).content.decode()
    rail = client.get("/inbox/").content.decode()
    assert "٣" in rail.partition("/inbox/promises/")[2].partition("</li>")[0]


def test_those_it_concerns_are_told_and_after_a_standstill_once(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        for count in range(3):
            ticket = make.ticket(sender=f"c{count}@example.com")
            promises.make(ticket, by=cast.noura, text=f"وعد {count}", due=THURSDAY + timedelta(days=3 * (count + 1)))
    with time_machine.travel(THURSDAY + timedelta(days=3), tick=False):
        follow()
        notices.make_notices()
        assert [one.detail for one in Notice.objects.filter(user=cast.noura)] == ["promise.broken"]
        assert [one.detail for one in Notice.objects.filter(user=cast.khaled)] == ["promise.escalated"]
        page = signed_in(cast.khaled).get("/inbox/notices/").content.decode()
        assert "أُخلف وعد" in page
        Notice.objects.all().delete()
    with time_machine.travel(THURSDAY + timedelta(days=30), tick=False):
        follow()
        notices.make_notices()
        assert Notice.objects.filter(user=cast.noura).count() == 1, "three were broken at once, and one notice says so"


def test_what_was_promised_before_a_merge_stands_on_the_whole_and_is_kept_there(cast: Cast) -> None:
    ticket, into, client = make.ticket(), make.ticket(), signed_in(cast.noura)
    promise = promises.make(ticket, by=cast.noura, text="نرسل كشف الحساب", due=timezone.now() + timedelta(days=2))
    merges.merge(ticket, into=into, by=cast.khaled)
    here = f"/inbox/{into.number}/"
    assert "نرسل كشف الحساب" in client.get(here).content.decode()
    assert client.post(f"{here}promises/{promise.pk}/result/", {"result": "أُرسل الكشف بالبريد"}).status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.ticket_id) == ("kept", ticket.number)


def test_the_page_of_a_request_asks_as_often_for_many_promises_as_for_one(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    counted = []
    for _round in range(2):
        promises.make(ticket, by=cast.noura, text="نتصل بك", due=timezone.now() + timedelta(days=2))
        client.get(f"/inbox/{ticket.number}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/inbox/{ticket.number}/")
        counted.append(sum("sla_promise" in one["sql"] for one in queries))
        for _more in range(4):
            promises.make(ticket, by=cast.khaled, text="نرسل الكشف", due=timezone.now() + timedelta(days=3))
    assert counted == [1, 1]
