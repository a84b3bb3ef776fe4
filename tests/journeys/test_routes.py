"""A request by a program goes by the routes, finds its person, and its page says why."""

from django.test import Client
from django.utils import timezone

from rafeeq.api.actions import create_token
from rafeeq.flows.routing import give_out_waiting
from rafeeq.routing import snapshot
from rafeeq.routing.actions import save_route
from rafeeq.staff.actions.presence import note_seen
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries.hours import houses
from tests.cast import Cast, signed_in


def test_by_a_program_to_the_team_and_the_person_and_told_on_the_page(cast: Cast) -> None:
    save_route(
        None, by=cast.aziz, name="الفواتير", to_team=cast.billing, fits={"words": ["فاتورة"]}, assigns=True, most=5
    )
    snapshot.forget()
    said = {
        "customer": {"address": {"kind": "email", "value": "s@example.com"}},
        "subject": "س",
        "text": "الفاتورة خطأ",
    }
    made = Client().post(
        "/api/v1/tickets",
        said,
        content_type="application/json",
        headers={"Authorization": f"Bearer {create_token(cast.aziz)}"},
    )
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["team"]["name"], told["branch"]["name"]) == (cast.billing.name, cast.riyadh.name)

    assert Calendar.objects.exists()
    at_work = houses().of_team(cast.billing.pk).hours.next_open(timezone.now())
    note_seen([cast.layla.pk], at=at_work)
    assert give_out_waiting(at_work) == 1
    page = signed_in(cast.layla).get(f"/inbox/{told['number']}/").content.decode()
    assert "وجّه مسار «<bdi>الفواتير</bdi>» الطلب إلى" in page
    assert "بحسب الدور في مسار" in page
