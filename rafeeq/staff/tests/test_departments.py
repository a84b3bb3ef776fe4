"""Departments, skills, seats, and the switch by which somebody takes new requests or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rafeeq.staff.actions.presence import note_seen
from rafeeq.staff.models import Calendar, Department, Seat, Skill
from rafeeq.staff.queries.hours import houses
from rafeeq.staff.queries.seats import is_taking
from rafeeq.staff.rules import climbs_in_a_circle
from rafeeq.system.models import AuditEntry
from tests.cast import Cast, signed_in

PATH = "/settings/departments/"


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in(cast.aziz, "en")


def made(client: Client, name: str, **more: Any) -> Department:
    assert client.post(f"{PATH}new/", {"name": name, **more}).status_code == 302
    return Department.objects.get(name=name)


def test_a_department_has_a_head_hours_and_one_above_it(cast: Cast, manager: Client) -> None:
    calendar = Calendar.objects.create(name="المستودع", spelled=Calendar.objects.get().spelled)
    operations = made(manager, "العمليات", head=cast.majed.pk)
    store = made(manager, "المستودع", head=cast.reem.pk, above=operations.pk, calendar=calendar.pk)
    assert houses().of_department(store.pk).pk == calendar.pk
    page = manager.get(PATH).content.decode()
    assert cast.reem.name in page
    assert "below" in page
    again = manager.post(f"{PATH}new/", {"name": "المستودع"})
    assert (again.status_code, "in use" in again.content.decode()) == (422, True)
    round_about = manager.post(f"{PATH}{operations.pk}/", {"name": "العمليات والدعم", "above": store.pk})
    said = round_about.content.decode()
    assert (round_about.status_code, "above itself" in said, "العمليات والدعم" in said) == (422, True, True)
    manager.post(f"{PATH}{operations.pk}/dissolution/")
    operations.refresh_from_db()
    assert (operations.dissolved_at, operations.name) == (None, "العمليات"), "something stands below it"
    manager.post(f"{PATH}{store.pk}/dissolution/")
    assert "المستودع" not in manager.get(PATH).content.decode()
    made(manager, "المستودع")
    told = list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))
    assert told == ["department.made"] * 2 + ["department.dissolved", "department.made"]


def test_circles_of_any_length_are_seen() -> None:
    assert not climbs_in_a_circle(1, {1: 2, 2: 3, 3: None})
    assert climbs_in_a_circle(1, {1: 2, 2: 3, 3: 1})
    assert climbs_in_a_circle(1, {1: 1})
    assert climbs_in_a_circle(1, {1: 2, 2: 3, 3: 2}), "also one that does not come back to the start"


def test_skills_and_what_somebody_can_be_given(cast: Cast, manager: Client) -> None:
    manager.post(f"{PATH}skills/", {"name": "الألياف البصرية"})
    assert manager.post(f"{PATH}skills/", {"name": "الألياف البصرية"}).status_code == 422
    skill = Skill.objects.get()
    manager.post(f"{PATH}skills/{skill.pk}/", {"name": "الألياف"})
    store = made(manager, "المستودع")
    admin, path = signed_in(cast.salman, "en"), f"/settings/people/{cast.reem.pk}/"
    sent = {"seat-department": store.pk, "seat-skills": [skill.pk], "seat-languages": ["en"], "seat-most": "٧"}
    assert admin.post(f"{path}seat/", sent).status_code == 302
    seat = Seat.objects.get(user=cast.reem)
    assert (seat.department, list(seat.skills.all()), seat.languages, seat.most) == (store, [skill], ["en"], 7)
    wrong = admin.post(f"{path}seat/", sent | {"seat-most": "0"})
    assert wrong.status_code == 422
    assert cast.reem.name in wrong.content.decode()
    entry = AuditEntry.objects.get(what="seat.changed")
    assert entry.after == {"department": "المستودع", "skills": ["الألياف"], "languages": ["en"], "most": 7}
    manager.post(f"{PATH}{store.pk}/dissolution/")
    assert Department.objects.get(pk=store.pk).dissolved_at is None, "somebody sits there"
    manager.post(f"{PATH}skills/{skill.pk}/removal/")
    assert list(seat.skills.all()) == []


def test_everybody_switches_for_themselves(cast: Cast) -> None:
    noura = signed_in(cast.noura, "en")
    assert is_taking(cast.noura), "without a word of theirs"
    page = noura.get("/inbox/notices/bell/").content.decode()
    assert "Available" in page
    answer = noura.post("/account/taking/", {"taking": "no"}, headers={"HX-Request": "true"}).content.decode()
    assert "On a break" in answer
    assert (is_taking(cast.noura), is_taking(cast.layla)) == (False, True)
    assert "Take new requests" in noura.get("/account/").content.decode()
    assert noura.post("/account/taking/", {"taking": "yes"}).status_code == 302
    assert is_taking(cast.noura)


def test_who_has_a_page_open_is_noted_by_one_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    now = timezone.now()
    Seat.objects.create(user=cast.noura, is_taking=False, most=3)
    with django_assert_num_queries(1):
        note_seen({cast.noura.pk, cast.layla.pk, cast.khaled.pk}, at=now)
    note_seen({cast.layla.pk}, at=now + timedelta(minutes=1))
    seat = Seat.objects.get(user=cast.noura)
    assert (seat.seen_at, seat.is_taking, seat.most) == (now, False, 3), "nothing else is touched"
    assert Seat.objects.get(user=cast.layla).seen_at == now + timedelta(minutes=1)


def test_many_departments_cost_no_question_more(cast: Cast, manager: Client, django_assert_num_queries: Any) -> None:
    made(manager, "الأولى", head=cast.reem.pk)
    manager.get(PATH)
    with django_assert_num_queries(4):
        manager.get(PATH)
    for number in range(3):
        made(manager, f"إدارة {number}", head=cast.majed.pk, above=Department.objects.get(name="الأولى").pk)
    with django_assert_num_queries(4):
        manager.get(PATH)
