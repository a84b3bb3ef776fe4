"""Reasons and tags as a manager keeps them in order."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.system.models import AuditEntry
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.catalogue import mark
from rafeeq.tickets.actions.tickets import set_tags
from rafeeq.tickets.models import Reason, Tag
from tests import make
from tests.cast import Cast, signed_in

HOSTILE = "\u202eقلب\u0000<script>alert(1)</script>"


def test_a_tree_grows(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    client.post("/settings/reasons/new/", {"name": "الفواتير", "is_active": "on"})
    top = Reason.objects.get()
    client.post(
        "/settings/reasons/new/", {"name": "خصم مكرر", "parent": top.pk, "is_active": "on", "description": "خُصم مرتين"}
    )
    page = client.get("/settings/reasons/").content.decode()
    assert page.index("الفواتير") < page.index("خصم مكرر") < page.index("خُصم مرتين")
    tickets.set_reason(make.ticket(), reason=Reason.objects.get(name="خصم مكرر"), by=cast.noura)
    page = client.get("/settings/reasons/").content.decode()
    assert page.count('<span class="num">١</span>') == 2, "what came for a part came for the whole"
    assert AuditEntry.objects.filter(what="reason.made").count() == 2


@pytest.mark.parametrize("name", ["", " ", "ا" * 20_000])
def test_a_reason_needs_a_short_name(cast: Cast, name: str) -> None:
    assert signed_in(cast.aziz).post("/settings/reasons/new/", {"name": name}).status_code == 422
    assert not Reason.objects.exists()


def test_hidden_marks_and_scripts_stay_harmless(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    assert client.post("/settings/reasons/new/", {"name": HOSTILE.replace("\0", "")}).status_code == 302
    page = client.get("/settings/reasons/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_reason_is_no_part_of_itself(cast: Cast) -> None:
    top = make.reason("أ")
    part = make.reason("ب", parent=top)
    answer = signed_in(cast.aziz).post(f"/settings/reasons/{top.pk}/", {"name": "أ", "parent": part.pk})
    assert answer.status_code == 422
    top.refresh_from_db()
    assert top.parent is None


def test_no_two_of_one_name_at_one_place(cast: Cast) -> None:
    make.reason("أ")
    assert signed_in(cast.aziz).post("/settings/reasons/new/", {"name": "أ"}).status_code == 422


def held(answer: Any, name: str) -> str:
    """What a field of the page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def test_who_saves_second_hears_of_who_saved_first(cast: Cast) -> None:
    row = make.reason("أ")
    seen, where = mark(row), f"/settings/reasons/{row.pk}/"
    client = signed_in(cast.aziz)
    begun = held(client.get(where), "seen")
    assert client.post(where, {"name": "الأول", "is_active": "on", "seen": seen}).status_code == 302
    late = client.post(where, {"name": "الثاني", "is_active": "on", "seen": seen})
    assert late.status_code == 409
    page = late.content.decode()
    assert all(name in page for name in ("الأول", "الثاني", cast.aziz.name))
    assert page.count('<dl class="versions">') == 1, "only the field in which the two differ"
    assert Reason.objects.get(pk=row.pk).name == "الأول"
    # Three ways: the name I left alone is theirs, the description that they left alone is mine, and saving keeps both.
    mine = client.post(where, {"name": "أ", "description": "وصفي", "is_active": "on", "seen": begun})
    assert mine.status_code == 409
    assert '<dl class="versions"><div><dt>الاسم</dt><dd dir="auto">الأول</dd></div></dl>' in mine.content.decode()
    entered = {"name": held(mine, "name"), "description": "وصفي", "is_active": "on", "seen": held(mine, "seen")}
    assert client.post(where, entered).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.description) == ("الأول", "وصفي")


def tagged(cast: Cast, *names: str) -> None:
    set_tags(make.ticket(), names=list(names), by=cast.noura)


def test_tags_are_renamed_merged_and_removed_with_counts(cast: Cast) -> None:
    tagged(cast, "عاجل", "فاتورة")
    tagged(cast, "مستعجل")
    client = signed_in(cast.aziz)
    urgent, hasty = Tag.objects.get(name="عاجل"), Tag.objects.get(name="مستعجل")
    asked = client.post(f"/settings/tags/{hasty.pk}/", {"name": "عاجل"})
    assert asked.status_code == 409, "merging is asked about first"
    assert Tag.objects.filter(pk=hasty.pk).exists()
    client.post(f"/settings/tags/{hasty.pk}/", {"name": "عاجل", "merge": urgent.pk})
    assert not Tag.objects.filter(pk=hasty.pk).exists()
    assert urgent.tickets.count() == 2
    client.post(f"/settings/tags/{urgent.pk}/", {"name": "عاجل جدًا"})
    assert "عاجل جدًا" in client.get("/settings/tags/").content.decode()
    client.post(f"/settings/tags/{urgent.pk}/removal/")
    assert set(Tag.objects.values_list("name", flat=True)) == {"فاتورة"}
    told: dict[str, Any] = dict(AuditEntry.objects.filter(what__startswith="tag.").values_list("what", "before"))
    assert told["tag.removed"]["count"] == 2


def test_a_ticket_with_both_keeps_one(cast: Cast) -> None:
    tagged(cast, "أ", "ب")
    one, two = Tag.objects.get(name="أ"), Tag.objects.get(name="ب")
    signed_in(cast.aziz).post(f"/settings/tags/{one.pk}/", {"name": "ب", "merge": two.pk})
    assert two.tickets.count() == 1


def cost(client: Client, address: str) -> int:
    client.get(address)  # the first page of a new session writes the sign-in down
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/settings/tags/", "/settings/reasons/"])
def test_more_rows_cost_no_more_queries(cast: Cast, address: str) -> None:
    make.reason("أ")
    tagged(cast, "أ")
    client = signed_in(cast.aziz)
    few = cost(client, address)
    for number in range(20):
        make.reason(f"سبب {number}", parent=Reason.objects.first())
    tagged(cast, *(f"وسم {number}" for number in range(20)))
    assert cost(client, address) <= few


def test_tags_come_in_pages(cast: Cast) -> None:
    Tag.objects.bulk_create(Tag(name=f"وسم {number:03}") for number in range(60))
    client = signed_in(cast.aziz)
    first = client.get("/settings/tags/").content.decode()
    assert "وسم 049" in first
    assert "وسم 050" not in first
    assert "وسم 050" in client.get("/settings/tags/", {"after": "وسم 049"}).content.decode()
    assert "وسم 055" in client.get("/settings/tags/", {"q": "055"}).content.decode()
