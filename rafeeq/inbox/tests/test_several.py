"""Several tickets at once, putting off, following up, and lists under a name."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rafeeq.inbox.models import FollowUp, SavedView
from rafeeq.inbox.rules import later
from rafeeq.inbox.tests.pages import cost, numbers, shown
from rafeeq.tickets.actions.snoozes import wake_due
from rafeeq.tickets.models import Event, Ticket
from tests import make
from tests.cast import Cast, signed_in

SEVERAL = "/inbox/several/"


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True))


def test_each_is_assigned_and_what_was_not_possible_is_said(cast: Cast) -> None:
    ours, theirs = make.ticket(), make.ticket(team=cast.billing)
    client = signed_in(cast.khaled, "en")
    answer = client.post(
        SEVERAL,
        {"number": [ours.number, theirs.number], "do": "assign", "to": cast.noura.pk, "back": "/inbox/?queue=open"},
    )
    assert answer["Location"] == "/inbox/?queue=open"
    page = shown(client, answer["Location"])
    assert "It was done with one request." in page
    assert f"Not possible for #{theirs.number}: This person cannot be given requests of this team." in page
    assert make.fresh(ours).assignee == cast.noura
    assert make.fresh(theirs).assignee is None


def test_what_one_may_not_see_is_not_touched(cast: Cast) -> None:
    hidden = make.ticket(subject="سرّ")
    client = signed_in(cast.fahd)
    assert client.get(SEVERAL, {"number": hidden.number})["Location"] == "/inbox/"
    client.post(SEVERAL, {"number": hidden.number, "do": "tag", "tags": "وسم"})
    client.post(SEVERAL, {"number": hidden.number, "do": "snooze", "when": "tomorrow"})
    assert make.fresh(hidden).head == hidden.head


def test_tags_are_added_to_those_that_are_there(cast: Cast) -> None:
    one, other = make.ticket(), make.ticket()
    client = signed_in(cast.noura)
    client.post(f"/inbox/{one.number}/tags/", {"tags": "قديم"})
    client.post(SEVERAL, {"number": [one.number, other.number], "do": "tag", "tags": "جديد، عاجل"})
    assert set(one.tags.values_list("name", flat=True)) == {"قديم", "جديد", "عاجل"}
    assert set(other.tags.values_list("name", flat=True)) == {"جديد", "عاجل"}


def test_handing_over_wants_its_packet(cast: Cast) -> None:
    ticket = make.ticket()
    client = signed_in(cast.noura)
    sent = {"number": ticket.number, "do": "offer", "team": cast.billing.pk}
    assert client.post(SEVERAL, sent).status_code == 422
    client.post(SEVERAL, sent | {"restatement": "تريد استرداد المبلغ"})
    assert numbers(signed_in(cast.layla), queue="offered") == [ticket.number]


def test_there_is_no_bulk_closing_and_no_bulk_claiming(cast: Cast) -> None:
    ticket = make.ticket()
    for what in ("close", "claim", "resolution"):
        assert signed_in(cast.noura).post(SEVERAL, {"number": ticket.number, "do": what}).status_code == 422
    assert make.fresh(ticket).head == ticket.head


def test_many_cost_no_more_queries_to_show_than_few(cast: Cast) -> None:
    made = [make.ticket().number for _ in range(12)]
    client = signed_in(cast.noura)
    few = cost(client, f"{SEVERAL}?" + "&".join(f"number={number}" for number in made[:2]))
    assert cost(client, f"{SEVERAL}?" + "&".join(f"number={number}" for number in made)) == few


class TestPuttingOff:
    def put_off(self, cast: Cast, ticket: Ticket) -> None:
        signed_in(cast.noura).post(SEVERAL, {"number": ticket.number, "do": "snooze", "when": "tomorrow"})

    def test_it_leaves_every_queue_but_its_own(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        self.put_off(cast, ticket)
        assert numbers(client, queue="open") == numbers(client, queue="unassigned") == []
        assert numbers(client, team=str(cast.desk.pk)) == []
        assert numbers(client, queue="snoozed") == [ticket.number]
        assert numbers(client, q=str(ticket.number)) == [ticket.number]

    def test_the_customers_word_wakes_it(self, cast: Cast) -> None:
        ticket = make.ticket()
        self.put_off(cast, ticket)
        make.customer_says(ticket)
        assert numbers(signed_in(cast.noura), queue="open") == [ticket.number]
        assert numbers(signed_in(cast.noura), queue="snoozed") == []

    def test_its_time_wakes_it_even_while_no_worker_runs(self, cast: Cast) -> None:
        ticket = make.ticket()
        self.put_off(cast, ticket)
        Ticket.objects.filter(number=ticket.number).update(snoozed_until=timezone.now() - timedelta(seconds=1))
        assert numbers(signed_in(cast.noura), queue="open") == [ticket.number]
        assert wake_due() == 1
        assert wake_due() == 0
        assert kinds(ticket)[-2:] == ["ticket.snoozed", "ticket.woke"]
        assert numbers(signed_in(cast.noura), queue="open") == [ticket.number]

    def test_somebody_wakes_it(self, cast: Cast) -> None:
        ticket = make.ticket()
        self.put_off(cast, ticket)
        signed_in(cast.noura).post(SEVERAL, {"number": ticket.number, "do": "wake"})
        assert make.fresh(ticket).snoozed_until is None

    def test_what_has_ended_is_not_put_off(self, cast: Cast) -> None:
        ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
        self.put_off(cast, ticket)
        assert make.fresh(ticket).snoozed_until is None


@pytest.mark.parametrize(
    ("choice", "meant"),
    [("later_today", "2026-11-19 13:30"), ("tomorrow", "2026-11-20 08:00"), ("next_week", "2026-11-22 08:00"),
     ("date", "2026-12-01 08:00")],
)  # fmt: skip
def test_when_is_later(choice: str, meant: str) -> None:
    now = datetime(2026, 11, 19, 10, 30, tzinfo=ZoneInfo("Asia/Riyadh"))  # a Thursday
    moment = later(choice, now, datetime(2026, 12, 1).date())
    assert moment is not None
    assert f"{moment:%Y-%m-%d %H:%M}" == meant


def test_a_day_that_has_passed_is_no_later_and_sunday_means_the_next() -> None:
    now = datetime(2026, 11, 22, 10, 30, tzinfo=ZoneInfo("Asia/Riyadh"))  # a Sunday
    assert later("date", now, now.date()) is None
    assert later("date", now, None) is None
    moment = later("next_week", now)
    assert moment is not None
    assert moment.day == 29


class TestFollowingUp:
    def test_it_stands_with_the_one_who_planned_it_when_its_day_has_come(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        client.post(SEVERAL, {"number": ticket.number, "do": "follow_up", "when": "tomorrow", "note": "الاتصال بها"})
        assert numbers(client, queue="follow_ups") == []
        assert numbers(client, queue="open") == [ticket.number]
        assert "الاتصال بها" in shown(client, f"{SEVERAL}?number={ticket.number}")
        assert "الاتصال بها" not in shown(signed_in(cast.khaled), f"{SEVERAL}?number={ticket.number}")
        FollowUp.objects.update(due=timezone.now())
        assert numbers(client, queue="follow_ups") == [ticket.number]
        assert numbers(signed_in(cast.khaled), queue="follow_ups") == []
        client.post(SEVERAL, {"number": ticket.number, "do": "followed_up"})
        assert numbers(client, queue="follow_ups") == []

    def test_what_has_left_ones_sight_is_not_shown(self, cast: Cast) -> None:
        ticket = make.ticket()
        signed_in(cast.noura).post(SEVERAL, {"number": ticket.number, "do": "follow_up", "when": "tomorrow"})
        FollowUp.objects.update(due=timezone.now())
        Ticket.objects.filter(number=ticket.number).update(team=cast.jeddah_desk, branch=cast.jeddah)
        assert numbers(signed_in(cast.noura), queue="follow_ups") == []


class TestSavedViews:
    def test_a_narrowed_list_is_kept_under_a_name_and_shared_with_a_team(self, cast: Cast) -> None:
        complaint = make.ticket(kind="complaint")
        make.ticket()
        client = signed_in(cast.noura)
        address = "queue=open&kind=complaint"
        answer = client.post(f"/inbox/views/?{address}", {"title": "الشكاوى <b>", "team": cast.desk.pk})
        assert answer["Location"] == f"/inbox/?{address}"
        assert numbers(client, queue="open", kind="complaint") == [complaint.number]
        for who in ("noura", "khaled"):
            assert "الشكاوى &lt;b&gt;" in shown(signed_in(cast.staff()[who]), "/inbox/")
        assert "الشكاوى &lt;b&gt;" not in shown(signed_in(cast.layla), "/inbox/")

    def test_only_its_owner_removes_it(self, cast: Cast) -> None:
        signed_in(cast.noura).post("/inbox/views/?queue=mine", {"title": "لي"})
        view = SavedView.objects.get()
        assert signed_in(cast.khaled).post(f"/inbox/views/{view.pk}/removal/").status_code == 404
        signed_in(cast.noura).post(f"/inbox/views/{view.pk}/removal/")
        assert SavedView.objects.count() == 0

    def test_it_is_not_shared_with_a_team_of_others_and_leads_nowhere_else(self, cast: Cast) -> None:
        client = signed_in(cast.noura)
        assert client.post("/inbox/views/", {"title": "س", "team": cast.jeddah_desk.pk}).status_code == 422
        client.post("/inbox/views/?queue=mine&next=https://evil.example&x=%22%3E", {"title": "س"})
        assert SavedView.objects.get().query == "queue=mine"
