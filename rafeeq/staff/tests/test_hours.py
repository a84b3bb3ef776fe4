"""Calendars in the settings: made, changed from a day on, announced; what cannot be is refused at its field."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.lib.working_time import Week, holiday_key, plan, version_on
from rafeeq.staff.actions import hours as actions
from rafeeq.staff.hours_wording import WEEK
from rafeeq.staff.models import Calendar, Team
from rafeeq.staff.queries.calendars import hours_of
from rafeeq.staff.queries.hours import houses
from rafeeq.system.models import AuditEntry
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.pages

RIYADH = ZoneInfo("Asia/Riyadh")
MONDAY = datetime(2026, 11, 30, 12, tzinfo=RIYADH)


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in(cast.aziz, "en")


def the_default() -> Calendar:
    return Calendar.objects.get(is_default=True)


def week(since: str = "2026-12-01", **days: Any) -> dict[str, str]:
    """What a browser sends: `sun=[("09:00", "17:00")]`, or `fri="closed"`."""
    sent = {"since": since} | {name: said for name, said in days.items() if name not in WEEK}
    for day in WEEK:
        said = days.get(day, "closed")
        sent[f"{day}-like"] = said if isinstance(said, str) else "own"
        for number in range(2):
            pair = said[number] if not isinstance(said, str) and number < len(said) else ("", "")
            sent[f"{day}-{number}-from"], sent[f"{day}-{number}-to"] = pair
    return sent


def saved(client: Client, path: str, sent: dict[str, Any]) -> str:
    """Send a form that must be taken; the page it leads to."""
    answer = client.post(path, sent, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


def refused(client: Client, path: str, sent: dict[str, Any], words: str) -> None:
    """Send a form that must come back with these words, having changed nothing."""
    before = list(Calendar.objects.order_by("pk").values_list("spelled", "version"))
    answer = client.post(path, sent)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True), page
    assert list(Calendar.objects.order_by("pk").values_list("spelled", "version")) == before
    for name, value in sent.items():
        if name == "name" or name.endswith("-from"):
            assert f'value="{value}"' in page or not value, f"{name} is lost"


@time_machine.travel(MONDAY, tick=False)
def test_a_calendar_is_made_and_a_team_goes_by_it(cast: Cast, manager: Client) -> None:
    new = {"name": "دبي", "week": "ae", "zone": "Asia/Dubai", "holidays": "on"}
    refused(manager, "/settings/hours/new/", new | {"zone": "Asia/Dubay"}, "no time zone “Asia/Dubay”")
    saved(manager, "/settings/hours/new/", new)
    refused(manager, "/settings/hours/new/", new, "in use")
    made = Calendar.objects.get(name="دبي")
    page = saved(
        manager, f"/settings/hours/{made.pk}/followers/", {"name": "دبي", "branches": cast.jeddah.pk, "teams": []}
    )
    assert "08:00 to 12:00" in page
    assert cast.jeddah.name in page
    assert houses().of_team(cast.jeddah_desk.pk).pk == made.pk
    assert houses().of_team(cast.desk.pk).pk == the_default().pk
    manager.post(f"/settings/hours/{made.pk}/removal/")
    assert Calendar.objects.filter(pk=made.pk).exists(), "somebody goes by it"
    saved(manager, f"/settings/hours/{made.pk}/followers/", {"name": "الخليج"})
    manager.post(f"/settings/hours/{made.pk}/default/")
    assert the_default().pk == made.pk
    assert Calendar.objects.filter(is_default=True).count() == 1
    told = list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))
    assert told == ["calendar.made", "calendar.assigned", "calendar.assigned", "calendar.made_default"]


@time_machine.travel(MONDAY, tick=False)
def test_a_week_changes_from_a_day_on(cast: Cast, manager: Client) -> None:
    row = the_default()
    path = f"/settings/hours/{row.pk}/week/"
    split = [("09:00", "13:00"), ("16:00", "20:00")]
    sent = week(sun=split, mon="sun", tue="mon", wed=[("22:00", "02:00")], fri="all", seen=str(row.version))
    page = saved(manager, path, sent)
    assert "09:00 to 13:00" in page
    before, after = hours_of(the_default()).versions
    assert (before.since, after.since) == (None, date(2026, 12, 1)), "what was counted stays"
    assert after.week.to_json() == {
        "sun": [["09:00", "13:00"], ["16:00", "20:00"]],
        "mon": [["09:00", "13:00"], ["16:00", "20:00"]],
        "tue": [["09:00", "13:00"], ["16:00", "20:00"]],
        "wed": [["22:00", "26:00"]],
        "fri": [["00:00", "24:00"]],
    }
    row.refresh_from_db()
    assert row.version == 2
    assert 'value="22:00"' in manager.get(path).content.decode()
    refused(manager, path, sent | {"seen": "1"}, "Somebody changed this calendar")
    entry = AuditEntry.objects.get(what="calendar.changed")
    assert entry.after
    assert entry.after["week"]["fri"] == [["00:00", "24:00"]]
    assert entry.who == cast.aziz.name
    saved(manager, f"/settings/hours/{row.pk}/ramadan/", week(own_week="on", sun=[("10:00", "16:00")]))
    assert version_on(hours_of(the_default()), date(2027, 2, 14)).ramadan is not None
    saved(manager, f"/settings/hours/{row.pk}/ramadan/", week())
    assert hours_of(the_default()).versions[-1].ramadan is None


@time_machine.travel(MONDAY, tick=False)
def test_what_no_week_can_be_is_refused_where_it_stands(cast: Cast, manager: Client) -> None:
    path = f"/settings/hours/{the_default().pk}/week/"
    nine = [("09:00", "17:00")]
    for sent, words in (
        (week(sun=[("09:00", "13:00"), ("12:00", "16:00")]), "overlap: Sunday 09:00–13:00 and Sunday 12:00–16:00"),
        (week(sun=[("20:00", "04:00")], mon=[("03:00", "09:00")]), "Sunday 20:00–04:00 and Monday 03:00–09:00"),
        (week(), "nobody would ever be there"),
        (week(sun="mon", mon="sun"), "point at each other"),
        (week(sun=[("09:00", "")]), "Both times are needed"),
        (week(sun=[("9 in the morning", "17:00")]), "Write a time such as 09:00"),
        (week(sun=nine, since="2026-11-30"), "can still be changed so is Tuesday 1 December 2026"),
        (week(sun=nine, since="soon"), "Choose a date"),
    ):
        refused(manager, path, sent, words)
    page = signed_in(cast.aziz, "ar").post(path, week(sun=[("09:00", "13:00"), ("12:00", "16:00")])).content.decode()
    assert "تتداخل" in page
    more = manager.post(path, week(sun=[("09:00", "13:00"), ("14:00", "15:00")]) | {"more": "sun"})
    assert 'name="sun-2-from"' in more.content.decode()
    assert more.content.decode().count("data-wanted") == 1, "the line that was asked for is seen"
    assert 'value="14:00"' in more.content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_holidays_of_both_calendars(manager: Client) -> None:
    row = the_default()
    path = f"/settings/hours/{row.pk}/holidays/"
    day = {"name": "اليوم الوطني", "day": "٢٣", "month": "gregorian-9", "days": "1", "since": "2026-12-01"}
    saved(manager, path, day)
    saved(manager, path, day | {"name": "رحلة", "day": "29", "month": "hijri-9", "year": "1448", "days": "2"})
    half = {"name": "نصف يوم", "day": "14", "month": "gregorian-1", "opens": "09:00", "closes": "12:00"}
    saved(manager, path, day | half)
    for sent, words in (
        (day | {"day": "31", "month": "gregorian-2"}, "no such day"),
        (day | {"day": "31", "month": "hijri-9"}, "no such day"),
        (day | {"opens": "09:00"}, "Both times are needed"),
        (day | {"name": "سنة", "days": "366", "since": "2026-12-01"}, "nobody would ever be there"),
        (day | {"since": "2026-11-30"}, "can still be changed"),
        (day | {"days": "0"}, "1"),
    ):
        refused(manager, path, sent, words)
    hours = hours_of(the_default())
    off = {one.date: one.state for one in plan(hours, date(2027, 1, 1), date(2027, 12, 31)) if one.holidays}
    assert off[date(2027, 1, 14)] == "partial"
    assert off[date(2027, 9, 23)] == "closed"
    assert date(2027, 3, 8) in off
    key = next(holiday_key(one) for one in hours.versions[-1].holidays if one.name == "رحلة")
    assert "رحلة" in manager.get(f"{path}?change={key}").content.decode()
    saved(manager, path, day | {"name": "سفر", "day": "5", "instead": key})
    assert {one.name for one in hours_of(the_default()).versions[-1].holidays} == {"اليوم الوطني", "نصف يوم", "سفر"}
    saved(manager, f"{path}country/", {"set": "sa"})
    names = [one.name for one in hours_of(the_default()).versions[-1].holidays]
    assert "Founding Day" in names
    assert "National Day" not in names, "what is there stays under its own name"
    saved(manager, path, day | {"name": "لاحقًا", "day": "7", "since": "2027-06-01"})
    assert "لاحقًا" in manager.get(path).content.decode(), "it stands there although it applies later"
    gone = next(holiday_key(one) for one in hours_of(the_default()).versions[-1].holidays if one.name == "سفر")
    saved(manager, f"{path}removal/", {"key": gone})
    assert "سفر" not in [one.name for one in hours_of(the_default()).versions[-1].holidays]
    assert manager.get(f"{path}?change={gone}").status_code == 404


@time_machine.travel(MONDAY, tick=False)
def test_a_holiday_holds_in_a_week_that_is_planned_for_later(cast: Cast, manager: Client) -> None:
    row = the_default()
    actions.change_week(row, week=Week.from_json({"sat": [["10:00", "14:00"]]}), since=date(2027, 2, 1), by=cast.aziz)
    saved(manager, f"/settings/hours/{row.pk}/holidays/country/", {"set": "ma"})
    later = hours_of(the_default()).versions[-1]
    assert later.since == date(2027, 2, 1)
    assert len(later.holidays) == 14
    assert list(later.week.to_json()) == ["sat"]


@time_machine.travel(MONDAY, tick=False)
def test_what_was_planned_is_announced_after_a_look(cast: Cast, manager: Client) -> None:
    row = the_default()
    saved(manager, f"/settings/hours/{row.pk}/holidays/country/", {"set": "ae"})
    path = f"/settings/hours/{row.pk}/announcement/"
    said = {"what": "month", "month": "1448-10", "first": "2027-03-10"}
    planned = next(one for one in hours_of(the_default()).versions[-1].holidays if one.name == "Eid al-Fitr")
    first = planned.planned(1448)
    said["first"] = (first + timedelta(days=1)).isoformat()
    before = the_default().spelled
    look = manager.get(path, said).content.decode()
    assert "Eid al-Fitr" in look
    assert "Announce it" in look
    assert the_default().spelled == before, "a look changes nothing"
    saved(manager, path, said | {"seen": str(the_default().version)})
    moved = next(one for one in hours_of(the_default()).versions[-1].holidays if one.name == "Eid al-Fitr")
    told = moved.occurrence(1448)
    assert told
    assert (told.planned, told.first) == (first, first + timedelta(days=1))
    said_so = AuditEntry.objects.get(what="calendar.announced").after
    assert said_so
    assert said_so["month"] == "1448-10"
    version = the_default().version
    refused(manager, path, said | {"first": "2027-06-01"}, "more than a month away")
    adha = next(one for one in hours_of(the_default()).versions[-1].holidays if "Arafah" in one.name)
    key, planned_on = holiday_key(adha), adha.planned(1448)
    which = {"what": "holiday", "which": f"{key}.1448"}

    def on(first: int, last: int) -> dict[str, str]:
        return which | {
            name: (planned_on + timedelta(days=by)).isoformat() for name, by in (("first", first), ("last", last))
        }

    def announced() -> tuple[int, int] | None:
        holiday = next(one for one in hours_of(the_default()).versions[-1].holidays if holiday_key(one) == key)
        told = holiday.occurrence(1448)
        return ((told.first - planned_on).days, told.days) if told else None

    refused(manager, path, on(4, 8), "moves it by 3 days at most")
    refused(manager, path, on(1, 0), "lies before the first")
    refused(manager, path, on(0, adha.days + 14), "14 days longer at most")
    assert "Arafah" in manager.get(path, on(-3, 9)).content.decode()
    saved(manager, path, on(-3, 9) | {"seen": str(version)})
    assert announced() == (-3, 13), "earlier, and longer"
    saved(manager, path, which | {"cancelled": "on"})
    assert announced() is None
    assert "Not this time" in manager.get(f"/settings/hours/{row.pk}/").content.decode()
    saved(manager, path, which)
    assert announced() == (0, adha.days), "as it was planned"
    assert the_default().version == version + 3
    refused(manager, path, on(1, 2) | {"seen": str(version)}, "Somebody changed this calendar")


def test_an_announcement_that_comes_too_late_is_refused(cast: Cast) -> None:
    row = the_default()
    with time_machine.travel(MONDAY, tick=False):
        signed_in(cast.aziz, "en").post(f"/settings/hours/{row.pk}/holidays/country/", {"set": "ae"})
    eid = next(one for one in hours_of(the_default()).versions[-1].holidays if one.name == "Eid al-Fitr")
    first = eid.planned(1448)
    path = f"/settings/hours/{row.pk}/announcement/"
    said = {"what": "holiday", "which": f"{holiday_key(eid)}.1448", "first": (first + timedelta(days=1)).isoformat()}
    morning = datetime(first.year, first.month, first.day, 8, tzinfo=RIYADH)
    with time_machine.travel(morning + timedelta(days=2), tick=False):
        refused(signed_in(cast.aziz, "en"), path, said, "which has passed")
    with time_machine.travel(morning, tick=False):
        saved(signed_in(cast.aziz, "en"), path, said)


@time_machine.travel(MONDAY, tick=False)
def test_the_year_and_a_trial(manager: Client, django_assert_max_num_queries: Any) -> None:
    row = the_default()
    saved(manager, f"/settings/hours/{row.pk}/holidays/country/", {"set": "sa"})
    with django_assert_max_num_queries(6):
        page = manager.get(f"/settings/hours/{row.pk}/year/?year=2027").content.decode()
    assert "Founding Day" in page
    assert "Shawwal" in page
    assert page.count('class="cell ') > 365
    for asked, status in (("1066", 404), ("abcd", 404), ("٢٠٢٧", 404)):
        assert manager.get(f"/settings/hours/{row.pk}/year/?year={asked}").status_code == status
    trial = manager.get(f"/settings/hours/{row.pk}/", {"arrives": "2026-12-03T16:00", "hours": "4"}).content.decode()
    assert "Sunday 6 December 2026, 12:00" in trial
    wrong = manager.get(f"/settings/hours/{row.pk}/", {"arrives": "2999-12-03T16:00", "hours": "4"})
    assert wrong.status_code == 422
    assert "Calendars are known from" in wrong.content.decode()


def test_many_calendars_cost_no_question_more(cast: Cast, manager: Client) -> None:
    row = the_default()
    rooms = [
        f"/settings/hours/{room}" for room in ("", "new/", f"{row.pk}/", f"{row.pk}/followers/", f"{row.pk}/week/")
    ]

    def cost() -> list[int]:
        found = []
        for room in rooms:
            with CaptureQueriesContext(connection) as asked:
                assert manager.get(room).status_code == 200
            found.append(len(asked))
        return found

    cost()
    before = cost()
    for number in range(4):
        made = actions.make_calendar(name=f"تقويم {number}", hours=hours_of(row), by=cast.aziz)
        team = Team.objects.create(name=f"فريق {number}", branch=cast.jeddah)
        actions.assign(made, name=made.name, branches=[], teams=[team], by=cast.aziz)
    actions.assign(row, name=row.name, branches=[cast.jeddah, cast.riyadh], teams=[cast.billing], by=cast.aziz)
    assert cost() == before
