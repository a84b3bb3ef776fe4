"""The light seat: what colleagues ask, who reads it, and what stays with the asked department."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rafeeq.flows import asking_inside
from rafeeq.inbox.actions import notices
from rafeeq.inbox.models import Notice
from rafeeq.inbox.queries.notices import unread
from rafeeq.inbox.tests.pages import cost, returned, sent, shown
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import Clock
from rafeeq.tickets.actions import asked_inside
from rafeeq.tickets.models import Event, InternalQuestion, Referral, Ticket
from rafeeq.tickets.queries.asked_inside import questions_for
from tests import make
from tests.cast import Cast, signed_in


def at(ticket: Ticket, door: str = "") -> str:
    return f"/inbox/{ticket.number}/{door}"


def test_who_reads_a_question(cast: Cast) -> None:
    ticket = make.ticket(subject="خصم مكرر")
    finance = make.department("المالية", cast.reem, head=cast.majed)
    question = make.asked_inside(ticket, cast.noura, finance)
    where = f"/inbox/questions/{question.pk}/"
    readers = {"reem", "majed", "noura", "khaled", "huda", "aziz", "salman"}
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        client = signed_in(person)
        assert questions_for(person).exists() == (name in readers), name
        assert client.get(where).status_code == (200 if name in readers else 404), name
        assert (question.text in shown(client, "/inbox/questions/")) == (name in {"reem", "majed"}), name
        if name not in {"reem", "majed"}:
            assert client.post(where, {"text": "جواب"}).status_code == (422 if name in readers else 404), name
            assert client.post(f"{where}return/", {"text": "جواب"}).status_code == (422 if name in readers else 404)
    question.refresh_from_db()
    assert question.answered_at is None
    assert not questions_for(cast.badr).exists()


def test_answered_passed_back_or_taken_back_and_only_once(cast: Cast) -> None:
    ticket = make.ticket()
    finance = make.department("المالية", cast.reem)
    reem, noura = signed_in(cast.reem), signed_in(cast.noura)
    first, second, third = (make.asked_inside(ticket, cast.noura, finance, f"سؤال {word}") for word in "أبج")
    returned(reem, f"/inbox/questions/{first.pk}/", text=" ")
    sent(reem, f"/inbox/questions/{first.pk}/", text="نعم، خرج المبلغ.")
    assert "لن يضيع" in returned(reem, f"/inbox/questions/{first.pk}/", text="لن يضيع ما كتبته")
    sent(reem, f"/inbox/questions/{second.pk}/return/", text="هذا عند الخزينة.")
    assert "ما ننتظره من غيرنا" in shown(noura, at(ticket))
    sent(noura, at(ticket, f"asked-inside/{third.pk}/withdrawal/"))
    page = shown(noura, at(ticket))
    assert "ما ننتظره من غيرنا" not in page
    assert "نعم، خرج المبلغ." in page
    assert "هذا عند الخزينة." in page
    assert "سؤال ج" in page
    assert InternalQuestion.objects.get(passed_back=True) == second
    with pytest.raises(asked_inside.NotOpen):
        asking_inside.answer(third, by=cast.reem, text="متأخر")


@pytest.mark.parametrize("to", ["", "x", "999999", "1-999999"])
def test_nobody_is_asked_nowhere(cast: Cast, to: str) -> None:
    make.department("المالية", cast.reem)
    assert "ما السبب؟" in returned(signed_in(cast.noura), at(make.ticket(), "asked-inside/"), to=to, text="ما السبب؟")
    assert not InternalQuestion.objects.exists()


def test_one_person_is_asked_by_name(cast: Cast) -> None:
    ticket, finance = make.ticket(), make.department("المالية", cast.reem, cast.majed)
    sent(signed_in(cast.noura), at(ticket, "asked-inside/"), to=f"{finance.pk}-{cast.reem.pk}", text="ما السبب؟")
    assert InternalQuestion.objects.get().to == cast.reem


def test_a_complaint_about_conduct_is_asked_about_by_name_alone(cast: Cast) -> None:
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(is_conduct=True)
    finance = make.department("المالية", cast.reem, cast.majed)
    with pytest.raises(asking_inside.NotThere):
        make.asked_inside(ticket, cast.aziz, finance)
    make.asked_inside(ticket, cast.aziz, finance, to=cast.reem)
    assert [questions_for(who).exists() for who in (cast.reem, cast.majed)] == [True, False]


def test_the_oldest_due_stands_first_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rafeeq.inbox.queries.questions.PAGE", 2)
    found_rule()
    finance, reem = make.department("المالية", cast.reem), signed_in(cast.reem)
    made = [make.asked_inside(make.ticket(), cast.noura, finance, f"سؤال-{number}-") for number in range(5)]
    before = cost(reem, "/inbox/questions/")
    while follow_timelines():
        pass
    now = timezone.now()
    for place, question in enumerate(reversed(made[1:])):  # the first one has no due time
        due = now + timedelta(hours=place - 1, minutes=1)
        Clock.objects.filter(internal_question=question).update(due_at=due)
    Clock.objects.filter(internal_question=made[0]).update(stopped_at=now)
    seen: list[str] = []
    where = "/inbox/questions/"
    for _page in range(3):
        part = shown(reem, where).partition('<ul class="questions')[2]
        seen += re.findall(r"سؤال-(.)-", part.partition("</ul>")[0])
        where = "/inbox/questions/" + part.partition('rel="next" href="')[2].partition('"')[0]
    assert seen == ["4", "3", "2", "1", "0"]
    assert "متأخر منذ" in shown(reem, "/inbox/questions/")
    assert cost(reem, "/inbox/questions/") == before


def test_a_referral_needs_our_own_day_and_is_followed(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.noura)
    noura = signed_in(cast.noura)
    told = {"party": "بنك النخيل", "contact": "920001122", "packet": "خصمان بالرقم نفسه."}
    today = timezone.localdate()
    for day in ("", "x", today.isoformat(), (today - timedelta(days=1)).isoformat(), "9999-12-31"):
        assert "بنك النخيل" in returned(noura, at(ticket, "referrals/"), day=day, **told)
    assert not Referral.objects.exists()
    sent(noura, at(ticket, "referrals/"), day=(today + timedelta(days=3)).isoformat(), **told)
    made = Referral.objects.get()
    assert asked_inside.remind_due() == 0
    Referral.objects.update(follow_up_at=timezone.now() - timedelta(minutes=1))
    assert (asked_inside.remind_due(), asked_inside.remind_due()) == (1, 0)
    sent(noura, at(ticket, f"referrals/{made.pk}/day/"), day="2020-01-01")
    assert Referral.objects.get().reminded_at is not None
    sent(noura, at(ticket, f"referrals/{made.pk}/day/"), day=(today + timedelta(days=9)).isoformat())
    assert Referral.objects.get().reminded_at is None
    sent(noura, at(ticket, f"referrals/{made.pk}/settlement/"), result="")
    assert Referral.objects.get().settled_at is None
    page = sent(noura, at(ticket, f"referrals/{made.pk}/settlement/"), result="أعاد البنك المبلغ.")
    assert "أعاد البنك المبلغ." in page
    assert make.fresh(ticket).outcome == "open", "it stays ours until the customer confirms"


def test_the_page_of_a_ticket_costs_the_same_with_many_questions(cast: Cast) -> None:
    ticket, finance, noura = make.ticket(), make.department("المالية", cast.reem), signed_in(cast.noura)
    make.asked_inside(ticket, cast.noura, finance)
    make.referred(ticket, cast.noura)
    before = cost(noura, at(ticket))
    for _time in range(3):
        make.asked_inside(ticket, cast.noura, finance)
        make.referred(ticket, cast.noura)
    assert cost(noura, at(ticket)) == before


def test_the_asked_department_is_told_when_its_answer_is_due(cast: Cast) -> None:
    ticket, finance = make.ticket(), make.department("المالية", cast.reem)
    question = make.asked_inside(ticket, cast.noura, finance)
    notices.make_notices()
    event = Event.objects.get(ticket=ticket, kind="message.received")
    about = {"ticket": ticket, "event": event, "kind": "late", "detail": "internal", "at": timezone.now()}
    Notice.objects.create(user=cast.reem, **about)
    reem = signed_in(cast.reem)
    assert unread(cast.reem) == 2
    late = Notice.objects.get(user=cast.reem, kind="late")
    assert reem.post(f"/inbox/notices/{late.pk}/")["Location"] == "/inbox/questions/"
    reem.get(f"/inbox/questions/{question.pk}/")
    assert unread(cast.reem) == 0
