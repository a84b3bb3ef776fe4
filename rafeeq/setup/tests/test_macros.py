"""Macros as a manager writes them."""

import pytest

from rafeeq.knowledge.actions import mark
from rafeeq.knowledge.models import Macro
from rafeeq.tickets.models import Event
from tests import make
from tests.cast import Cast, signed_in

GOOD = {"name": "شكر", "shortcut": "شكر", "text_ar": "شكرًا {customer_name}", "text_en": "Thank you"}


def test_one_is_written_changed_and_taken_away(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    assert client.post("/settings/macros/new/", GOOD).status_code == 302
    row = Macro.objects.get()
    assert "شكر" in client.get("/settings/macros/", {"q": "شكرا"}).content.decode()
    where = f"/settings/macros/{row.pk}/"
    assert client.post(where, GOOD | {"name": "امتنان", "seen": mark(row)}).status_code == 302
    late = client.post(where, GOOD | {"name": "عرفان", "seen": mark(row)})
    assert late.status_code == 409
    page = late.content.decode()
    assert all(words in page for words in ("امتنان", "عرفان", cast.aziz.name))
    assert page.count('<dl class="versions">') == 1, "only the field in which the two differ"
    assert Macro.objects.get().name == "امتنان"
    client.post(f"{where}removal/")
    assert client.get(where).status_code == 404


def test_a_supervisor_keeps_those_of_the_branchs_teams_and_no_others(cast: Cast) -> None:
    shared = Macro.objects.create(name="للجميع", text_ar="أهلًا")
    far = Macro.objects.create(name="جدة", text_ar="أهلًا", team=cast.jeddah_desk)
    client = signed_in(cast.khaled)
    assert 'href="/settings/"' in client.get("/inbox/").content.decode()
    rooms = client.get("/settings/").content.decode()
    assert 'href="/settings/macros/"' in rooms
    assert 'href="/settings/tags/"' not in rooms
    form = client.get("/settings/macros/new/").content.decode()
    assert cast.billing.name in form
    assert cast.jeddah_desk.name not in form
    for team in ("", cast.jeddah_desk.pk):
        assert client.post("/settings/macros/new/", GOOD | {"team": team}).status_code == 422
    assert client.post("/settings/macros/new/", GOOD | {"team": cast.billing.pk}).status_code == 302
    row = Macro.objects.get(name="شكر")
    page = client.get("/settings/macros/").content.decode()
    assert "للجميع" in page
    assert f'href="/settings/macros/{shared.pk}/"' not in page
    assert "جدة" not in page.partition("</nav>")[2]
    assert client.get(f"/settings/macros/{far.pk}/").status_code == 404
    assert client.post(f"/settings/macros/{shared.pk}/", GOOD | {"team": cast.desk.pk}).status_code == 403
    where = f"/settings/macros/{row.pk}/"
    assert client.post(where, GOOD | {"name": "امتنان", "team": cast.desk.pk, "seen": mark(row)}).status_code == 302
    assert signed_in(cast.noura).get(where).status_code == 403
    assert client.post(f"{where}removal/").status_code == 302
    assert not Macro.objects.get(pk=row.pk).is_active


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_ar": "", "text_en": ""}, {"name": ""}, {"text_ar": "{secret_key}"}, {"text_ar": "تم حل " + "مشكلتكم"},
        {"text_ar": "ا" * 20_000}, {"team": "999999"}, {"name": "😀" * 500},
    ],
)  # fmt: skip
def test_what_cannot_be_a_macro_comes_back_in_words(cast: Cast, wrong: dict[str, str]) -> None:
    answer = signed_in(cast.aziz).post("/settings/macros/new/", GOOD | wrong)
    assert answer.status_code == 422
    assert 'class="form-errors"' in answer.content.decode()
    assert not Macro.objects.exists()


def test_one_with_steps_is_written_shown_first_and_undone_in_the_thread(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    steps = {"does_priority": "urgent", "does_tags": "بنك\nخصم", "does_assign": "me", "does_snooze": ""}
    assert client.post("/settings/macros/new/", GOOD | steps).status_code == 302
    row = Macro.objects.get()
    assert row.steps == {"assign": "me", "priority": "urgent", "tags": ["بنك", "خصم"]}
    assert "عاجلة" in client.get(f"/settings/macros/{row.pk}/").content.decode()
    assert client.post("/settings/macros/new/", {"name": "بلا شيء"}).status_code == 422
    ticket = make.ticket()
    agent = signed_in(cast.noura)
    page = agent.get(f"/inbox/{ticket.number}/macros/?one={row.pk}").content.decode()
    assert "يسنده إليك" in page
    agent.post(f"/inbox/{ticket.number}/macros/{row.pk}/", {"kind": "reply"})
    assert make.fresh(ticket).priority == "normal", "the words alone change nothing"
    thread = agent.post(f"/inbox/{ticket.number}/macros/{row.pk}/", {"kind": "reply", "steps": "1"}, follow=True)
    assert make.fresh(ticket).priority == "urgent"
    assert f"/inbox/{ticket.number}/macros/undo/" in thread.content.decode()
    seq = Event.objects.get(ticket=ticket, kind="macro.applied").seq
    thread = agent.post(f"/inbox/{ticket.number}/macros/undo/", {"seq": seq}, follow=True)
    assert f"/inbox/{ticket.number}/macros/undo/" not in thread.content.decode()
    assert (make.fresh(ticket).priority, make.fresh(ticket).assignee) == ("normal", None)
