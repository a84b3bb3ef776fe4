"""Time rules as a manager arranges them: nothing is rewritten, nothing impossible saved, laws only tightened."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.sla.actions import recomputing
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries import clocks_of
from rafeeq.sla.queries.presets import presets
from rafeeq.sla.queries.time_rules import standing_rules
from rafeeq.staff.actions import hours
from rafeeq.staff.models import Calendar
from rafeeq.system.models import AuditEntry
from tests import make
from tests.cast import Cast, signed_in

LIST, NEW = "/settings/time-rules/", "/settings/time-rules/new/"
GOOD = {"name": "الشكاوى العاجلة", "first_reply": "٣٠", "first_reply_unit": "working_minutes", "kinds": ["complaint"],
        "pause_cap_hours": "24", "warn_at_percent": "50"}  # fmt: skip


@pytest.fixture(autouse=True)
def general(cast: Cast) -> TimeRule:
    found_rule()
    return TimeRule.objects.get()


def names() -> list[str]:
    return [one.row.name for one in standing_rules(timezone.now())[0]]


def test_one_is_written_put_in_order_changed_and_ended(cast: Cast, general: TimeRule) -> None:
    client = signed_in(cast.aziz)
    assert client.post(NEW, GOOD).status_code == 302
    made = TimeRule.objects.get(name=GOOD["name"])
    assert made.targets == {"first_reply": {"amount": 30, "unit": "working_minutes"}}
    assert names() == [made.name, general.name], "a special rule stands before the general one"
    page = client.get(LIST).content.decode()
    assert "٣٠ دقيقة عمل" in page
    client.post(f"{LIST}{made.pk}/place/", {"to": "down"})
    assert names() == [general.name, made.name]
    client.post(f"{LIST}{made.pk}/place/", {"to": "up"})

    ticket = make.ticket(kind="complaint")

    def owed() -> list[tuple[int, datetime]]:
        return [(one.by.rule.pk, one.due_at) for one in clocks_of([ticket.number])[ticket.number]]

    before = owed()
    where = f"{LIST}{made.pk}/"
    assert client.post(where, GOOD | {"first_reply": "10"}).status_code == 302
    changed = TimeRule.objects.get(replaces=made)
    made.refresh_from_db()
    assert (made.targets["first_reply"]["amount"], made.ends_at) == (30, changed.applies_from)
    assert owed() == before, "what began keeps its version"
    assert client.post(where, GOOD).status_code == 422, "the old version is only read"
    assert "١٠ دقائق عمل" in client.get(f"{LIST}{changed.pk}/").content.decode()

    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert client.post(f"{LIST}{changed.pk}/", GOOD | {"begins": later}).status_code == 302
    coming = TimeRule.objects.get(replaces=changed)
    assert client.post(f"{LIST}{coming.pk}/", GOOD | {"first_reply": "20", "begins": later}).status_code == 302
    assert TimeRule.objects.filter(name=GOOD["name"]).count() == 3, "what has not begun is written anew in its place"
    assert names() == [made.name, general.name]
    client.post(f"{LIST}{coming.pk}/end/")
    assert names() == [general.name]
    kinds = list(AuditEntry.objects.filter(what__startswith="time_rule").order_by("pk").values_list("what", flat=True))
    assert kinds == [
        "time_rule.made",
        "time_rule.moved",
        "time_rule.moved",
        *["time_rule.changed"] * 3,
        "time_rule.ended",
    ]
    client.post(f"{LIST}{general.pk}/end/")
    assert names() == [general.name], "the last one stays"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_reply": "0"}, "عددًا صحيحًا أكبر من صفر"), ({"first_reply": "999999999"}, "عددًا صحيحًا أكبر من صفر"),
        ({"first_reply": ""}, "موعدًا واحدًا على الأقل"), ({"warn_at_percent": "100"}, "بين ١٠ و٩٥"),
        ({"pause_cap_hours": "-1"}, "من ٠ إلى"), ({"teams": ["987654321"]}, "987654321"), ({"name": " "}, "مطلوب"),
        ({"kinds": ["moon"]}, "moon"), ({"first_reply": "قريبًا"}, "صحيح"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_comes_back_in_words(cast: Cast, wrong: dict[str, str], said: str) -> None:
    answer = signed_in(cast.aziz).post(NEW, GOOD | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page or said.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) in page
    assert TimeRule.objects.count() == 1
    assert not AuditEntry.objects.filter(what__startswith="time_rule").exists()


def test_a_calendar_that_is_hardly_open_a_day_in_the_past_and_two_who_write_at_once(
    cast: Cast, general: TimeRule
) -> None:
    client, where = signed_in(cast.aziz), f"{LIST}{general.pk}/"
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "لا يسري التغيير قبل اليوم" in client.post(where, GOOD | {"begins": yesterday}).content.decode()
    late = client.post(where, GOOD | {"seen": "another"})
    assert late.status_code == 409
    assert "القاعدة العامة" in late.content.decode()
    Calendar.objects.update(
        spelled=Hours.from_json(
            {"zone": "Asia/Riyadh", "versions": [{"week": {"sun": [["09:00", "09:01"]]}}]}
        ).to_json()
    )
    hard = client.post(NEW, GOOD | {"first_reply": "5000", "first_reply_unit": "working_hours"})
    assert "راجع أوقات الدوام" in hard.content.decode()
    assert TimeRule.objects.count() == 1


def test_what_regulators_ask_for_is_adopted_tightened_and_not_loosened(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    for key in presets():
        with time_machine.travel(datetime.now(UTC) - timedelta(days=9), tick=False):
            assert client.post(f"{LIST}presets/{key}/").status_code == 302
    assert client.post(f"{LIST}presets/nothing/").status_code == 404
    client.post(f"{LIST}presets/sa-bank-complaint-5wd/")
    rows = TimeRule.objects.filter(preset="sa-bank-complaint-5wd")
    assert [row.is_legal for row in rows] == [True], "once is enough"
    row = rows.get()
    where = f"{LIST}{row.pk}/"
    kept = {"name": row.name, "kinds": ["complaint"], "resolution": "5", "resolution_unit": "working_days",
            "pause_cap_hours": "336", "warn_at_percent": "75"}  # fmt: skip
    loose: list[dict[str, object]] = [
        {"resolution": "6"}, {"resolution_unit": "calendar_days"}, {"resolution": "", "first_reply": "1"},
        {"pause_cap_hours": "400"}, {"tiers": ["large"]}, {"kinds": ["inquiry"]},
    ]  # fmt: skip
    for worse in loose:
        answer = client.post(where, kept | worse)
        assert answer.status_code == 422, worse
        assert "جهة رقابية" in answer.content.decode()
    client.post(f"{where}end/")
    assert TimeRule.objects.get(pk=row.pk).ends_at is None
    assert client.post(where, kept | {"resolution": "3", "kinds": ["complaint", "request"]}).status_code == 302
    tighter = TimeRule.objects.get(replaces=row)
    assert (tighter.is_legal, tighter.source) == (True, row.source)
    for language in ("ar", "en"):
        page = signed_in(cast.aziz, language).get(LIST).content.decode()
        assert all(told["name"][language] in page and told["source"] for told in presets().values())


def test_how_far_the_counting_anew_has_come_is_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, general: TimeRule
) -> None:
    monkeypatch.setattr(recomputing, "AT_ONCE", 1)
    client, page = signed_in(cast.aziz), "/settings/hours/recounting/"
    make.ticket()
    follow_timelines()
    assert "لم يتغيّر تقويم" in client.get(page).content.decode()
    assert page in client.get("/settings/hours/").content.decode()

    other = Calendar.objects.create(name="تقويم جدة", spelled=Calendar.objects.get().spelled)
    hours.make_default(other, by=cast.salman)
    waiting = client.get(page).content.decode()
    assert "سيبدأ" in waiting
    assert "<noscript>" in waiting, "without script a button reads it again"
    assert recomputing.recompute_clocks()
    part = client.get(page, headers={"hx-request": "true"}).content.decode()
    assert "<title" not in part
    assert "١ من موعدين" in part
    assert "every 2s" in part
    while recomputing.recompute_clocks():
        pass
    done = client.get(page).content.decode()
    assert "انتهى" in done
    assert "every 2s" not in done
