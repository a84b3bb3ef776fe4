"""Routes as a manager writes them, and a trial that changes nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.customers.models import Customer, Organisation
from rafeeq.routing import snapshot
from rafeeq.routing.actions import found_last_route, mark
from rafeeq.routing.models import Route
from rafeeq.staff.models import Skill, Team
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in


@pytest.fixture(autouse=True)
def routes_are_read() -> None:
    snapshot.forget()


def entered(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "الشكاوى",
        "is_active": "on",
        "kinds": ["complaint"],
        "to_team": cast.billing.pk,
        "weight": 0,
    } | more


def add(client: Client, cast: Cast, **more: Any) -> Route:
    assert client.post("/settings/routes/new/", entered(cast, **more)).status_code == 302
    return Route.objects.latest("pk")


def test_a_route_is_written_read_and_works(cast: Cast) -> None:
    found_last_route()
    client = signed_in(cast.aziz)
    Organisation.objects.create(name="مؤسسة البناء")
    skill = Skill.objects.create(name="الاعتراضات")
    made = add(client, cast, words="خصم مكرر\n\nفاتورة\nفاتورة", assigns="on", skill=skill.pk, most=8, time="open")
    assert made.fits == {"kinds": ["complaint"], "words": ["خصم مكرر", "فاتورة"], "time": "open"}
    page = client.get("/settings/routes/").content.decode()
    for said in ("«خصم مكرر» أو «فاتورة»", "شكوى", "الاعتراضات", cast.billing.name, "كل ما عدا ذلك"):
        assert said in page, said
    assert client.get(f"/settings/routes/{made.pk}/").status_code == 200
    assert AuditEntry.objects.filter(what="route.made").count() == 1
    client.post(f"/settings/routes/{made.pk}/", entered(cast, words="", organisations="مؤسسة البناء"))
    assert make.ticket(kind="complaint").team == cast.desk
    Customer.objects.filter(pk=cast.sara.pk).update(organisation=Organisation.objects.get())
    assert make.ticket(kind="complaint").team == cast.billing
    assert "مؤسسة البناء" in client.get("/settings/routes/").content.decode()
    assert "مسار تغيّر" in client.get("/settings/audit/?what=route.changed").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"to_team": ""}, "to_team"),
        ({"to_team": "987654"}, "to_team"),
        ({"to_team": "gone"}, "to_team"),
        ({"most": 0, "assigns": "on"}, "most"),
        ({"most": "-1"}, "most"),
        ({"kinds": []}, ""),
        ({"kinds": ["strange"]}, "kinds"),
        ({"organisations": "لا أحد"}, "organisations"),
        ({"words": "ـــ"}, "words"),
        ({"words": "\n".join(f"كلمة {number}" for number in range(51))}, "words"),
        ({"time": "later"}, "time"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_saved(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    gone = Team.objects.create(name="قديم", branch=cast.riyadh, dissolved_at="2026-01-01T00:00Z", moves_to=cast.desk)
    wrong = {key: gone.pk if value == "gone" else value for key, value in wrong.items()}
    answer = signed_in(cast.aziz).post("/settings/routes/new/", entered(cast, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert f'id="id_{field}_error"' in page or not field
    assert not Route.objects.exists()


def test_the_order_is_changed_and_the_last_one_stays(cast: Cast) -> None:
    last, client = found_last_route(), signed_in(cast.aziz)
    one = add(client, cast)
    two = add(client, cast, name="المديح", kinds=["praise"])
    client.post(f"/settings/routes/{two.pk}/place/")
    assert [row.pk for row in Route.objects.order_by("is_last", "order")] == [two.pk, one.pk, last.pk]
    client.post(f"/settings/routes/{two.pk}/place/", {"down": "1"})
    client.post(f"/settings/routes/{two.pk}/place/", {"down": "1"})
    client.post(f"/settings/routes/{last.pk}/place/")
    client.post(f"/settings/routes/{last.pk}/removal/")
    assert [row.pk for row in Route.objects.order_by("is_last", "order")] == [one.pk, two.pk, last.pk]
    client.post(
        f"/settings/routes/{last.pk}/", {"name": "الباقي", "to_team": cast.billing.pk, "weight": 0, "kinds": "x"}
    )
    last.refresh_from_db()
    assert (last.name, last.to_team, last.fits, last.is_active) == ("الباقي", cast.billing, {}, True)
    client.post(f"/settings/routes/{one.pk}/removal/")
    assert not Route.objects.filter(pk=one.pk).exists()
    assert AuditEntry.objects.filter(what="route.removed").count() == 1


def test_a_route_that_nothing_reaches_is_warned_of(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    add(client, cast, name="كل الشكاوى")
    answer = client.post("/settings/routes/new/", entered(cast, name="الأضيق", channels=["email"]), follow=True)
    assert answer.content.decode().count("«كل الشكاوى»") == 2, "once said, once beside the route"


def test_who_saves_second_hears_of_who_saved_first(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    row = add(client, cast)
    seen, where = mark(row), f"/settings/routes/{row.pk}/"
    assert client.post(where, entered(cast, name="الأول", seen=seen)).status_code == 302
    late = client.post(where, entered(cast, name="الثاني", seen=seen))
    assert late.status_code == 409
    assert all(name in late.content.decode() for name in ("الأول", "الثاني"))
    assert Route.objects.get(pk=row.pk).name == "الأول"


def test_a_trial_tells_the_way_and_why(cast: Cast) -> None:
    found_last_route()
    client = signed_in(cast.aziz)
    add(client, cast, name="الفواتير", kinds=[], words="فاتورة")
    add(client, cast, name="الكبار", kinds=[], tiers=["large"], to_team=cast.jeddah_desk.pk)

    def tried(**said: Any) -> str:
        answer = client.post("/settings/routes/trial/", {"channel": "email", "kind": "inquiry"} | said)
        return answer.content.decode()

    assert f"يوجّهه إلى <bdi>{cast.billing.name}" in tried(text="والفاتورة خطأ")
    small = tried(text="سؤال", customer="sara@example.com")
    assert "فئة أخرى للعميل" in small
    Customer.objects.filter(pk=cast.sara.pk).update(tier="large")
    assert f"يوجّهه إلى <bdi>{cast.jeddah_desk.name}" in tried(text="سؤال", customer="sara@example.com")
    assert client.post("/settings/routes/trial/", {"customer": "nobody@example.com"}).status_code == 422
    assert not Ticket.objects.exists()


def test_the_last_requests_are_tried_by_a_few_statements(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    make.ticket("عندي فاتورة", sender="a@example.com")
    add(client, cast, name="الفواتير", kinds=[], words="فاتورة")

    def cost() -> tuple[int, str]:
        client.get("/settings/routes/past/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/settings/routes/past/").content.decode()
        return len(queries), page

    few, page = cost()
    assert f"<strong><bdi>{cast.billing.name}</bdi></strong>" in page
    for number in range(5):
        make.ticket(sender=f"b{number}@example.com")
    assert cost()[0] == few
    assert not Ticket.objects.exclude(team=cast.desk).filter(number=1).exists(), "nothing moved"


def test_more_routes_cost_no_more_queries(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    one = Organisation.objects.create(name="جهة")

    def cost() -> int:
        client.get("/settings/routes/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/settings/routes/")
        return len(queries)

    add(client, cast, organisations=one.name, branches=[cast.riyadh.pk], reasons=[make.reason().pk])
    few = cost()
    for number in range(6):
        add(client, cast, name=f"قاعدة {number}", organisations=one.name, branches=[cast.riyadh.pk])
    assert cost() == few
