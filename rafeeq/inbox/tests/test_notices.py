"""Colleagues are told what concerns them, once, and nothing of what they may not see."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from rafeeq.flows import listening, reviews
from rafeeq.inbox.actions import notices
from rafeeq.inbox.models import Notice, NoticeMail
from rafeeq.inbox.queries.notices import address_of, notices_of, unread
from rafeeq.inbox.rules import named_in
from rafeeq.inbox.tests.pages import cost, shown
from rafeeq.sla.actions.escalating import look_after_clocks
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import TimeRule
from rafeeq.staff.models import User
from rafeeq.tickets.actions.deliveries import mark_returned
from rafeeq.tickets.actions.merges import merge
from rafeeq.tickets.models import Delivery, Reader
from tests import make
from tests.cast import Cast, signed_in


def told(who: User) -> list[str]:
    notices.make_notices()
    return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def test_each_is_told_what_concerns_them(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    make.customer_says(ticket)
    make.noted(ticket, cast.khaled, "يا @نوره القحطاني تابعي الطلب، و@فهد الجهني للعلم")
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    mark_returned(Delivery.objects.get(claim__isnull=False), error="no such mailbox")
    make.handed_over(ticket, cast.noura, agent=cast.khaled)
    assert told(cast.noura) == ["assigned", "answered", "mentioned", "verdict", "failed"]
    assert told(cast.khaled) == ["offered"], "what one did oneself is no news"
    assert told(cast.fahd) == [], "who may not see the ticket hears nothing of it"


def test_once_however_often_it_is_looked_at(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    for _round in range(3):
        assert told(cast.noura) == ["assigned"]
    Reader.objects.update(event=0)
    assert told(cast.noura) == ["assigned"]


def test_a_rush_of_events_holds_nothing_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "AT_ONCE", 3)
    ticket = make.ticket()
    for _time in range(4):
        make.customer_says(ticket)
    make.assigned(ticket, cast.noura, cast.khaled)
    assert "assigned" in told(cast.noura)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_list_the_bell_and_reading(cast: Cast, language: str) -> None:
    ticket = make.ticket(subject="خصم مكرر")
    client = signed_in(cast.noura, language)
    assert shown(client, "/inbox/notices/")
    make.assigned(ticket, cast.noura, cast.khaled)
    make.customer_says(ticket)
    notices.make_notices()
    page = shown(client, "/inbox/notices/")
    assert "خصم مكرر" in page
    assert "خالد الحربي" in page
    assert unread(cast.noura) == 2
    assert ("٢" if language == "ar" else ">2<") in shown(client, "/inbox/notices/bell/")
    first = Notice.objects.filter(user=cast.noura).latest("pk")
    assert client.get(f"/inbox/notices/{first.pk}/").status_code == 405
    assert client.post(f"/inbox/notices/{first.pk}/")["Location"] == f"/inbox/{ticket.number}/"
    assert signed_in(cast.khaled).post(f"/inbox/notices/{first.pk}/").status_code == 404
    assert unread(cast.noura) == 0, "the ticket stands open: everything told of it is seen"
    make.assigned(ticket, None, cast.khaled)
    make.assigned(ticket, cast.noura, cast.khaled)
    notices.make_notices()
    client.post("/inbox/notices/read/")
    assert unread(cast.noura) == 0


def test_who_has_a_ticket_before_them_has_read_what_they_were_told_of_it(cast: Cast) -> None:
    ticket, other = make.ticket(), make.ticket(sender="omar@example.com")
    joined = make.ticket(subject="خصم مكرر أيضًا")
    for one in (ticket, other, joined):
        make.assigned(one, cast.noura, cast.khaled)
    merge(make.fresh(joined), into=make.fresh(ticket), by=cast.khaled)
    shown_version = make.fresh(ticket).event_count
    make.customer_says(ticket, "وصلت بعد فتح الصفحة.")
    notices.make_notices()
    assert unread(cast.noura) == 4
    client, where = signed_in(cast.noura), f"/inbox/{ticket.number}/"
    client.get(where, headers={"Sec-Purpose": "prefetch"})
    client.get(where)
    client.post(where + "presence/", {"state": "gone", "page": "a", "seen": shown_version})
    client.post(where + "presence/", {"state": "reading", "page": "a", "seen": "x"})
    assert unread(cast.noura) == 4, "asking for a page, leaving it and saying nothing of it is not reading"
    says = {"state": "reading", "page": "a", "seen": shown_version}
    assert client.post(where + "presence/", says)["X-Notices-Read"] == "2"
    assert client.post(where + "presence/", says)["X-Notices-Read"] == "0"
    assert unread(cast.noura) == 2, "what came after the page was made, and the other ticket's"
    client.post(where + "notes/", {"text": "اتصلت بها.", "once": "n1"})  # without script nobody says that they read
    assert [one.ticket_id for one in notices_of(cast.noura).filter(read_at=None)] == [other.number]


def test_what_is_no_longer_visible_is_not_listed(cast: Cast) -> None:
    ticket = make.ticket(subject="سرّ")
    make.assigned(ticket, cast.noura, cast.khaled)
    assert told(cast.noura) == ["assigned"]
    cast.noura.teams.clear()
    make.assigned(ticket, None, cast.khaled)
    assert unread(cast.noura) == 0
    assert "سرّ" not in shown(signed_in(cast.noura), "/inbox/notices/")


def test_the_cost_does_not_grow_with_the_list(cast: Cast) -> None:
    client, ticket = signed_in(cast.noura), make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    notices.make_notices()
    few = cost(client, "/inbox/notices/")
    for _round in range(5):
        make.customer_says(ticket)
    notices.make_notices()
    assert cost(client, "/inbox/notices/") == few


def test_mail_goes_as_it_was_chosen(cast: Cast) -> None:
    client = signed_in(cast.noura)
    make.assigned(make.ticket(subject="خصم مكرر"), cast.noura, cast.khaled)
    notices.make_notices()
    Notice.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert notices.mail_notices() == 0, "nobody asked for mail"
    assert client.post("/inbox/notices/mail/", {"when": "at_once"}).status_code == 302
    assert (notices.mail_notices(), notices.mail_notices()) == (1, 0)
    assert mail.outbox[0].to == [cast.noura.email]
    assert "خصم مكرر" in mail.outbox[0].body
    assert "/inbox/" in mail.outbox[0].body

    client.post("/inbox/notices/mail/", {"when": "hourly"})
    Notice.objects.update(mailed_at=None)
    assert notices.mail_notices() == 0, "not before the hour is over"
    NoticeMail.objects.update(last_at=timezone.now() - timedelta(hours=2))
    assert notices.mail_notices() == 1


def test_a_due_time_is_told_to_who_has_it_and_up_the_way_and_a_standstill_brings_no_storm(cast: Cast) -> None:
    found_rule()
    sunday = datetime(2026, 1, 11, 7, tzinfo=UTC)
    with time_machine.travel(sunday, tick=False) as now:
        TimeRule.objects.update(applies_from=sunday)
        ticket = make.ticket(subject="خصم مكرر")
        make.assigned(ticket, cast.noura, cast.khaled)
        follow_timelines()
        for hours in (3.5, 4.5, 6.5):
            now.move_to(sunday + timedelta(hours=hours))
            look_after_clocks(timezone.now())
        assert told(cast.noura) == ["assigned", "warned", "late"]
        assert (told(cast.khaled), told(cast.aziz)) == (["raised"], ["raised"])
        page = shown(signed_in(cast.khaled, "en"), "/inbox/notices/")
        assert "Late, and brought to you: First reply" in page

        for place in range(3):
            make.ticket(sender=f"c{place}@example.com")
        follow_timelines()
        now.move_to(sunday + timedelta(days=30))
        look_after_clocks(timezone.now())
        assert told(cast.huda) == []
        assert told(cast.aziz) == ["raised", "raised"], "one word after a standstill, not one for each"


def test_names_are_found_whatever_their_spelling() -> None:
    names = {1: "نورة القحطاني", 2: "نورة", 3: "أحمد", 4: "أحمد علي"}
    assert named_in("شكرًا @نوره القحطاني", names) == [1]
    assert sorted(named_in("@أحمد علي و @نورة", names)) == [2, 4]
    assert named_in("بريد a@احمدون", names) == []


def test_the_picker_names_only_who_may_see_the_ticket(cast: Cast) -> None:
    page = shown(signed_in(cast.noura), f"/inbox/{make.ticket().number}/colleagues/")
    assert "خالد الحربي" in page
    assert "فهد الجهني" not in page
    assert "نورة القحطاني" not in page, "nobody mentions themselves"


def test_what_customers_say_of_our_words_and_decisions_reaches_who_must_act(cast: Cast) -> None:
    ticket = make.ticket(kind="complaint")
    make.assigned(ticket, cast.noura, cast.khaled)
    listening.restate(ticket, by=cast.khaled, text="خُصم المبلغ مرتين.")
    listening.judge_restatement(ticket, verdict="no", correction="ثلاث مرات")
    listening.tell_expectation(ticket, text="أن يعود المبلغ")
    make.declined(ticket, cast.khaled)
    review = reviews.ask(make.fresh(ticket), objection="لم تنظروا في الإيصال")
    assert told(cast.huda) == ["review"]
    assert told(cast.aziz) == [], "who leads is asked only where no reviewer is left"
    assert address_of(Notice.objects.get(user=cast.huda)) == f"/inbox/reviews/{review.pk}/"
    assert "looks at a decision again" in shown(signed_in(cast.huda, "en"), "/inbox/notices/")
    reviews.decide(review, by=cast.huda, was_procedure_right=True, was_customer_helped=False, explanation="ننظر فيه.")
    assert told(cast.noura) == ["assigned", "corrected", "wished", "answered", "reviewed"]
    assert told(cast.khaled) == ["corrected", "reviewed"], "who put it so, and whose decision it was"


def test_a_department_is_told_of_a_question_and_of_its_lateness_by_mail_too(cast: Cast) -> None:
    found_rule()
    sunday = datetime(2026, 1, 11, 7, tzinfo=UTC)
    with time_machine.travel(sunday, tick=False) as now:
        TimeRule.objects.update(applies_from=sunday)
        finance = make.department("المالية", cast.reem, head=cast.majed)
        make.asked_inside(make.ticket(), cast.noura, finance, "هل خرج المبلغ؟")
        follow_timelines()
        notices.make_notices()
        now.move_to(sunday + timedelta(minutes=2))
        assert notices.mail_notices() == 2
        assert sorted(one.to[0] for one in mail.outbox) == sorted([cast.reem.email, cast.majed.email])
        now.move_to(sunday + timedelta(days=30))
        look_after_clocks(timezone.now())
        assert told(cast.reem) == ["asked", "late"]
        assert told(cast.majed) == ["asked", "late"], "once for one clock"
        assert "Late: Answer of another department" in shown(signed_in(cast.reem, "en"), "/inbox/notices/")
        signed_in(cast.reem).post("/inbox/notices/mail/", {"when": "off"})
        now.shift(timedelta(minutes=2))
        assert notices.mail_notices() == 1, "who wants no mail gets none"
