"""A ticket that would go to a third department: it is asked about instead, and the customer is not handed on."""

from datetime import timedelta

from django.test import Client

from rafeeq.api.actions import create_token
from rafeeq.flows import hand_over
from rafeeq.flows.links import secret_for
from rafeeq.inbox.actions.notices import make_notices
from rafeeq.inbox.models import Notice
from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.staff.models import Team, User
from rafeeq.tickets.models import Event, HandOver, InternalQuestion, Ticket
from tests import make
from tests.cast import Cast, signed_in

PACKET = {"restatement": "تريد استرداد الخصم الثاني", "done": "راجعنا العملية", "missing": "", "promised": ""}


def at(ticket: Ticket, door: str = "") -> str:
    return f"/inbox/{ticket.number}/{door}"


def told(who: User) -> list[str]:
    make_notices()
    return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def test_the_second_desk_asks_instead_of_handing_on(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.noura)
    technical = Team.objects.create(name="الدعم الفني", branch=cast.riyadh)
    finance = make.department("الإدارة المالية", cast.reem)
    noura, layla, reem = signed_in(cast.noura), signed_in(cast.layla), signed_in(cast.reem)

    sent(noura, at(ticket, "hand-over/"), to=f"{cast.billing.pk}", **PACKET)
    sent(layla, at(ticket, "hand-over/acceptance/"))
    token = {"Authorization": f"Bearer {create_token(cast.layla)}"}
    refused = Client().post(
        f"/api/v1/tickets/{ticket.number}/transfer",
        {"to_team": technical.pk, "packet": {"restatement": "للدعم الفني"}},
        content_type="application/json",
        headers=token,
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "needs_supervisor")
    assert refused["Content-Type"] == "application/problem+json"
    assert make.fresh(ticket).team == cast.billing

    page = shown(layla, at(ticket), door="hand_over")
    assert "التحويل مرة أخرى يحتاج إلى موافقة المشرف" in page
    sent(layla, at(ticket, "asked-inside/"), to=f"{finance.pk}", text="هل خرج المبلغ من البنك؟")
    question = InternalQuestion.objects.get()
    assert told(cast.reem) == ["asked"]
    notice = Notice.objects.get(user=cast.reem)
    assert reem.post(f"/inbox/notices/{notice.pk}/")["Location"] == f"/inbox/questions/{question.pk}/"
    asked = shown(reem, f"/inbox/questions/{question.pk}/")
    assert "هل خرج المبلغ من البنك؟" in asked
    assert PACKET["restatement"] in asked, "the packet of the hand-over sums the matter up"
    assert make.WORDS not in asked, "the conversation is not theirs to read"
    assert reem.get(at(ticket)).status_code == 404

    customer = f"/t/{secret_for(ticket, cast.sara_email.pk)}/"
    waits = Client().get(customer).content.decode()
    assert "ننتظر جواب" in waits
    assert "الإدارة المالية" in waits
    assert "هل خرج المبلغ" not in waits

    sent(reem, f"/inbox/questions/{question.pk}/", text="خرج يوم الأحد برقم ٤٤٧١.")
    assert "replied" in told(cast.layla)
    assert "خرج يوم الأحد برقم ٤٤٧١." in shown(layla, at(ticket)), "the answer stands in the thread"
    after = Client().get(customer).content.decode()
    assert "ننتظر جواب" not in after
    assert "٤٤٧١" not in after
    assert make.fresh(ticket).team == cast.billing


def test_a_third_desk_is_for_a_supervisor_to_open(cast: Cast) -> None:
    ticket = make.passed_on(make.ticket(), cast.noura, cast.layla, cast.billing)
    technical = Team.objects.create(name="الدعم الفني", branch=cast.riyadh)
    majid = User.objects.create(email="m@rafeeq.example", name="مجد العمري", role="agent", branch=cast.riyadh)
    majid.teams.add(technical)
    layla, khaled = signed_in(cast.layla), signed_in(cast.khaled)

    page = sent(layla, at(ticket, "hand-over/"), to=f"{technical.pk}", **PACKET)
    assert "طُلبت موافقة المشرف" in page
    held = HandOver.objects.get(settled_at=None)
    assert (held.is_held, held.goes_back) == (True, False)
    assert signed_in(majid).get(at(ticket)).status_code == 404, "nobody is offered it before a supervisor has said so"
    assert "الدعم الفني" not in Client().get(f"/t/{secret_for(ticket, cast.sara_email.pk)}/").content.decode()
    assert told(cast.khaled) == ["to_decide"]
    for who in (layla, signed_in(cast.huda)):
        sent(who, at(ticket, "hand-over/approval/"))
        assert HandOver.objects.get(pk=held.pk).is_held, "neither who asked nor who does not lead approves it"

    sent(khaled, at(ticket, "hand-over/approval/"))
    assert signed_in(majid).get(at(ticket)).status_code == 200
    assert (make.fresh(ticket).team, HandOver.objects.get(pk=held.pk).approved_by) == (cast.billing, cast.khaled)
    assert Event.objects.filter(ticket=ticket, kind="ticket.handed_over").latest("seq").data["approved_by"]
    assert "approved" in told(cast.layla)
    hand_over.accept(make.fresh(ticket), by=majid)
    sent(signed_in(majid), at(ticket, "hand-over/"), to=f"{cast.jeddah_desk.pk}", **PACKET)
    returned(khaled, at(ticket, "hand-over/refusal/"), reason=" ")
    sent(khaled, at(ticket, "hand-over/refusal/"), reason="اسألوا جدة ولا تحوّلوا العميل.")
    assert (make.fresh(ticket).team, HandOver.objects.filter(settled_at=None).exists()) == (technical, False)
    assert "اسألوا جدة ولا تحوّلوا العميل." in shown(signed_in(majid), at(ticket))
    sent(khaled, at(ticket, "hand-over/"), to=f"{cast.jeddah_desk.pk}", **PACKET)
    assert not HandOver.objects.get(settled_at=None).is_held, "a supervisor needs nobody's word"


def test_there_and_back_is_shown_before_it_is_sent_and_counted(cast: Cast) -> None:
    ticket = make.passed_on(make.ticket(), cast.noura, cast.layla, cast.billing)
    khaled = signed_in(cast.khaled)
    assert "(كان عنده من قبل)" in shown(khaled, at(ticket), door="hand_over")
    page = returned(khaled, at(ticket, "hand-over/"), to=f"{cast.desk.pk}", **PACKET)
    assert "كان الطلب عند هذا الفريق من قبل وحوّله" in page
    assert PACKET["restatement"] in page
    assert HandOver.objects.count() == 1
    sent(khaled, at(ticket, "hand-over/"), to=f"{cast.desk.pk}", sure="on", **PACKET)
    assert HandOver.objects.latest("pk").goes_back
    assert Event.objects.filter(ticket=ticket, kind="ticket.handed_over", data__goes_back=True).count() == 1
    assert "سيعود الطلب إلى" in shown(signed_in(cast.noura), at(ticket))


def test_what_is_not_theirs_is_returned_with_a_reason(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    make.handed_over(ticket, cast.noura, team=cast.billing)
    layla = signed_in(cast.layla)
    returned(layla, at(ticket, "hand-over/return/"), reason="  ")
    answer = layla.post(at(ticket, "hand-over/return/"), {"reason": "هذا من شأن الفروع."})
    assert answer["Location"] == "/inbox/", "it has left her sight"
    now = make.fresh(ticket)
    assert (now.team, now.assignee) == (cast.desk, cast.noura), "the giver has had it all along"
    assert "returned" in told(cast.noura)
    assert "هذا من شأن الفروع." in shown(signed_in(cast.noura), at(ticket))
    make.handed_over(ticket, cast.noura, team=cast.billing)
    assert not HandOver.objects.get(settled_at=None).is_held, "what came back at once was no hand-over"


def test_an_offer_that_nobody_takes_is_told_once_in_their_working_time(cast: Cast) -> None:
    ticket = make.ticket()
    offered = make.handed_over(ticket, cast.noura, team=cast.billing)
    assert hand_over.tell_of_late_ones() == 0
    HandOver.objects.filter(pk=offered.pk).update(at=offered.at - timedelta(days=9))
    assert (hand_over.tell_of_late_ones(), hand_over.tell_of_late_ones()) == (1, 0)
    assert told(cast.khaled) == ["untaken"]
    assert told(cast.fahd) == []
