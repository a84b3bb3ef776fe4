"""Automatic rules as a manager writes them: one sentence, tried on the past before it does anything."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.automation.actions import acting, following
from rafeeq.automation.models import Acted, AutomationRule, Waiting
from rafeeq.inbox.actions.notices import make_notices
from rafeeq.inbox.models import Notice
from rafeeq.tickets.models import Event
from tests import make
from tests.cast import Cast, signed_in


def entered(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "name": "الشكاوى أولًا", "is_active": "on", "when": "opened", "if_kinds": ["complaint"],
        "if_words": "خصم\nفاتورة", "if_teams": [cast.desk.pk], "do_priority": "urgent",
        "do_tags": "بنك", "do_notify": ["supervisors"], "do_escalate": "on", "unit": "working_hours",
    } | more  # fmt: skip


def test_a_rule_is_written_tried_read_and_acts(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    past, other = make.ticket(kind="complaint"), make.ticket(kind="praise", sender="omar@example.com")
    before = Event.objects.count()
    tried = client.post("/settings/automation/new/", entered(cast) | {"try": "1"})
    page = tried.content.decode()
    assert tried.status_code == 200
    assert f"/inbox/{past.number}/" in page
    assert f"/inbox/{other.number}/" not in page
    assert (AutomationRule.objects.count(), Event.objects.count()) == (0, before)

    assert client.post("/settings/automation/new/", entered(cast)).status_code == 302
    made = AutomationRule.objects.get()
    assert made.fits == {"words": ["خصم", "فاتورة"], "kinds": ["complaint"], "teams": [cast.desk.pk]}
    assert made.deeds == {"priority": "urgent", "tags": ["بنك"], "notify": ["supervisors"], "escalate": True}
    said = "عندما يصل طلب جديد، وإذا كان في كلام العميل «خصم» أو «فاتورة»، وإذا كان نوعه شكوى"
    assert said in client.get("/settings/automation/").content.decode()
    english = signed_in(cast.aziz, "en").get("/settings/automation/").content.decode()
    assert "When a new request arrives, and if the customer&#39;s words hold “خصم” or “فاتورة”" in english

    ticket = make.ticket(kind="complaint")
    following.follow()
    acting.act_due()
    make_notices()
    assert set(Notice.objects.filter(kind="automated").values_list("user", flat=True)) == {cast.khaled.pk}
    client = signed_in(cast.khaled)
    assert "القاعدة التلقائية «" in client.get(f"/inbox/{ticket.number}/").content.decode()
    assert f"القاعدة «{made.name}» تنبهك" in client.get("/inbox/notices/").content.decode()
    log = signed_in(cast.aziz).get(f"/settings/automation/{made.pk}/log/").content.decode()
    assert f"/inbox/{ticket.number}/" in log


def test_what_is_missing_is_said_and_who_saves_second_sees_both(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    nothing = {"do_priority": "", "do_tags": "", "do_notify": [], "do_escalate": ""}
    for wrong in ({"name": ""}, {"when": ""}, {"when": "unanswered", "amount": ""}, {"do_assign": "7777"}, nothing,
                  {"if_words": "ـ"}, {"do_snooze": "0"}):  # fmt: skip
        assert client.post("/settings/automation/new/", entered(cast, **wrong)).status_code == 422, wrong
    assert not AutomationRule.objects.exists()
    client.post("/settings/automation/new/", entered(cast, when="unanswered", amount="2"))
    made = AutomationRule.objects.get()
    page = client.get(f"/settings/automation/{made.pk}/")
    seen = str(page.content.decode().split('name="seen" value="')[1].split('"')[0])
    assert "عندما يمضي من الوقت ساعتا عمل والعميل ينتظر كلمة منّا" in page.content.decode()
    client.post(f"/settings/automation/{made.pk}/", entered(cast, name="اسم آخر", seen=seen))
    late = client.post(f"/settings/automation/{made.pk}/", entered(cast, name="اسم ثالث", seen=seen))
    assert late.status_code == 409
    assert "اسم آخر" in late.content.decode()


def test_time_is_tried_on_the_past_and_pages_ask_no_more_for_many(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    client.post("/settings/automation/new/", entered(cast, do_assign=cast.noura.pk))
    slow = {"when": "unanswered", "amount": "1", "unit": "calendar_hours", "if_kinds": [], "try": "1"}
    counts = []
    for many in (1, 4):
        for place in range(many):
            make.ticket(sender=f"c{many}{place}@example.com")
            client.post("/settings/automation/new/", entered(cast, do_assign=cast.noura.pk))
        with CaptureQueriesContext(connection) as queries:
            client.get("/settings/automation/")
            tried = client.post("/settings/automation/new/", entered(cast, **slow))
            client.get(f"/settings/automation/{AutomationRule.objects.latest('pk').pk}/log/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "ما كانت لتعمل في أي من آخر" in tried.content.decode(), "nobody has waited an hour yet"
    assert not Waiting.objects.exists()
    assert not Acted.objects.exists()
