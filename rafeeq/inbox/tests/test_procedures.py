"""The steps beside a request, with and without script; a claim that they hold back; calm mode."""

from datetime import timedelta

import pytest
from django.test import Client

from rafeeq.flows import resolve
from rafeeq.flows.links import secret_for
from rafeeq.inbox.actions.notices import make_notices
from rafeeq.inbox.models import Notice
from rafeeq.inbox.queries import joining
from rafeeq.inbox.queries.notices import address_of
from rafeeq.inbox.tests.pages import cost
from rafeeq.knowledge.actions import runs
from rafeeq.knowledge.models import Run, Step, StepDone, StepFault
from rafeeq.tickets.actions.withdrawals import take_back
from rafeeq.tickets.models import Abuse, Ticket
from tests import make
from tests.cast import Cast, signed_in

SETTINGS = "/settings/procedures/"


def test_a_claim_waits_for_the_step_and_keeps_what_was_written(cast: Cast) -> None:
    reason = make.reason()
    make.procedure(cast.aziz, reason, "اسأل عن رقم العملية", "أعد المبلغ (%) كله", gates=2)
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(reason=reason)
    noura, here = signed_in(cast.noura), f"/inbox/{ticket.number}/"
    assert "procedure/" in noura.get(here).content.decode()
    held = noura.post(here + "resolution/", {"what_was_done": "أعدنا المبلغ"})
    assert held.status_code == 422
    assert "أعد المبلغ (%) كله" in held.content.decode()
    assert "أعدنا المبلغ" in held.content.decode()

    second = Step.objects.get(place=2)
    steps = f"{here}procedure/steps/{second.pk}/"
    refused = noura.post(steps, {"do": "deviate", "words": " "})
    assert (refused.status_code, StepDone.objects.count()) == (422, 0)
    assert noura.post(steps, {"do": "deviate", "words": "أعاده البنك"}, follow=True).status_code == 200
    part = noura.post(steps, {"do": "wrong", "words": "الشاشة تغيرت"}, headers={"HX-Request": "true"})
    assert "أعاده البنك" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert StepFault.objects.get().by == cast.noura
    noura.post(here + "resolution/", {"what_was_done": "أعدنا المبلغ"})
    assert make.fresh(ticket).outcome == "claimed"
    assert "أعد المبلغ (%) كله" in noura.get(here).content.decode(), "and the conversation tells of it"
    assert noura.post(f"{here}procedure/steps/{second.pk + 99}/", {"do": "done"}).status_code == 409


def test_many_steps_cost_no_more_questions_than_few(cast: Cast) -> None:
    costs = []
    for name, count in (("قليل", 1), ("كثير", 9)):
        reason = make.reason(name)
        make.procedure(cast.aziz, reason, *(f"اسأل عن {number}" for number in range(count)), name=name)
        ticket = make.ticket()
        Ticket.objects.filter(pk=ticket.pk).update(reason=reason)
        for step in Step.objects.filter(version__procedure__name=name):
            runs.do(make.fresh(ticket), step.pk, by=cast.noura)
        noura, here = signed_in(cast.noura), f"/inbox/{ticket.number}/"
        costs.append((cost(noura, here), cost(noura, here + "procedure/"), cost(signed_in(cast.aziz), SETTINGS)))
    assert costs[0] == costs[1]


def test_calm_mode_stands_beside_and_says_what_is_better_not_said(cast: Cast) -> None:
    ticket = make.ticket()
    noura, here = signed_in(cast.noura), f"/inbox/{ticket.number}/"
    assert "?avoid" not in noura.get(here).content.decode()
    noura.post(here + "calm/")
    assert Run.objects.get().is_calm
    assert "?avoid" in noura.get(here).content.decode()
    assert "اهدأ من فضلك" in noura.get(here + "procedure/?avoid=1").content.decode()
    draft = {"text": "أهلًا. إهدأ من فضلك، هذا كل شيء"}
    assert noura.post(here + "procedure/?avoid=1", draft).content.decode().count('class="said"') == 1


def test_abuse_is_folded_away_and_the_customer_keeps_every_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make.ticket("يا أغبياء")
    message = ticket.messages.get()
    noura, here = signed_in(cast.noura), f"/inbox/{ticket.number}/"
    noura.post(here + "abuse/", {"messages": [message.pk]})
    noura.post(here + "abuse/", {"messages": [message.pk]})
    assert make.fresh(ticket).preview == "", "nor does a list show it"
    noura.post(here + "abuse/", {"messages": []})
    assert make.fresh(ticket).preview == "يا أغبياء", "it was a mistake"
    noura.post(here + "abuse/", {"messages": [message.pk]})
    khaled = signed_in(cast.khaled)
    assert '<details class="folded">' in khaled.get(here).content.decode()
    make_notices()
    told = Notice.objects.filter(kind="abuse").latest("pk")
    assert (told.user, told.by) == (cast.khaled, cast.noura)

    noura.post(here + "restriction/", {"days": "7", "why": "تكرار الإساءة"})
    assert not make.fresh(ticket).customer.restricted_until, "that is for a supervisor"
    assert khaled.post(here + "restriction/", {"days": "30"}).status_code == 422, "and has its reason"
    khaled.post(here + "restriction/", {"days": "30", "why": "تكرار الإساءة"})

    page = Client().get(f"/t/{secret_for(ticket, cast.sara_email.pk)}/").content.decode()
    assert "يا أغبياء" in page
    assert "folded" not in page, "what we call it stays with us"
    resolve.complain(make.fresh(ticket))
    assert make.fresh(ticket).formal_at is not None
    make.customer_says(ticket, "أريد حقي")
    assert make.fresh(ticket).preview == "", "nor does a list show what a restricted customer writes"
    take_back(make.replied(ticket, cast.noura, held_for=timedelta(seconds=10)), by=cast.noura)
    assert make.fresh(ticket).preview == ""
    make.claimed(ticket, cast.noura)
    assert make.judged(ticket, "no").verdict == "no"

    with monkeypatch.context() as patch:
        patch.setattr(joining, "MOST", 0)
        khaled.post(here + "abuse/", {"messages": []})
    assert Abuse.objects.exists(), "what is too old to be offered was not left unticked"
    khaled.post(here + "abuse/", {"messages": []})
    assert not Abuse.objects.exists()
    assert '<details class="folded">' in khaled.get(here).content.decode(), "all of a restricted customer's words"
    khaled.post(here + "restriction/", {"days": "0"})
    assert '<details class="folded">' not in khaled.get(here).content.decode()


def test_who_keeps_a_procedure_hears_of_a_wrong_step(cast: Cast) -> None:
    reason = make.reason()
    make.procedure(cast.aziz, reason)
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(reason=reason)
    runs.say_wrong(make.fresh(ticket), Step.objects.get(place=1).pk, by=cast.noura, text="الشاشة تغيرت")
    make_notices()
    told = Notice.objects.get(kind="faulty")
    assert (told.user, address_of(told)) == (cast.aziz, "/settings/procedures/")
    page = signed_in(cast.aziz).get("/inbox/notices/").content.decode()
    assert "خطوة" in page
