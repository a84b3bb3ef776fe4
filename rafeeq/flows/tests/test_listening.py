"""Listening: who may say what about our words, what counts as the customer's expectation, what our clock waits for."""

import pytest

from rafeeq.flows import listening, reply
from rafeeq.tickets.actions.listening import AlreadyTold, NothingToConfirm, RestaterCannotConfirm
from rafeeq.tickets.actions.withdrawals import take_back
from rafeeq.tickets.models import Delivery, Event, Expectation, Question, Restatement, Ticket
from rafeeq.tickets.queries import verify_ledger
from rafeeq.tickets.queries.listening import heard_of, open_questions, said_since_our_reply, understood
from tests import make
from tests.cast import Cast

ASKS = "أهلًا أستاذة سارة، هل تستطيعين إرسال صورة الإيصال؟ نعتذر عن الانتظار."
QUESTION = "هل تستطيعين إرسال صورة الإيصال"


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True))


def test_our_words_are_confirmed_by_the_customer_and_never_by_who_wrote_them(cast: Cast) -> None:
    ticket = make.ticket()
    assert listening.restate(ticket, by=cast.noura, text="خُصم المبلغ مرتين وتريد استرداده.")
    mail = Delivery.objects.get(purpose="restatement")
    assert "خُصم المبلغ مرتين وتريد استرداده." in mail.text
    assert "/t/" in mail.text
    assert "تم حل" not in mail.text
    with pytest.raises(RestaterCannotConfirm):
        listening.record_restatement(ticket, verdict="yes", source="phone", by=cast.noura)
    with pytest.raises(ValueError, match="fax"):
        listening.record_restatement(ticket, verdict="yes", source="fax", by=cast.khaled)
    said = listening.record_restatement(ticket, verdict="no", correction="ثلاث مرات", source="phone", by=cast.khaled)
    assert (said.verdict, said.recorded_by) == ("no", cast.khaled)
    assert understood(ticket) == "خُصم المبلغ مرتين وتريد استرداده.\nثلاث مرات"
    with pytest.raises(NothingToConfirm):
        listening.judge_restatement(ticket, verdict="yes")

    listening.restate(ticket, by=cast.noura, text="خُصم المبلغ ثلاث مرات.")
    old, new = Restatement.objects.order_by("pk")
    assert old.replaced_at is not None
    with pytest.raises(NothingToConfirm):
        listening.judge_restatement(ticket, verdict="yes", shown=old.pk)
    listening.judge_restatement(ticket, verdict="yes", shown=new.pk)
    heard = heard_of(ticket)
    assert (heard.words, heard.verdict, heard.restated_by) == ("خُصم المبلغ ثلاث مرات.", "yes", cast.noura.pk)
    told = [kind for kind in kinds(ticket) if kind.startswith("restatement")]
    assert told == ["restatement.made", "restatement.corrected", "restatement.made", "restatement.confirmed"]
    assert verify_ledger() == []


def test_what_would_make_it_right_goes_out_with_the_first_mail_that_asks_something_and_never_again(cast: Cast) -> None:
    ticket = make.ticket()
    listening.restate(ticket, by=cast.noura, text="خُصم المبلغ مرتين.")
    listening.restate(ticket, by=cast.noura, text="خُصم المبلغ ثلاث مرات.")
    first, second = Delivery.objects.filter(purpose="restatement").order_by("pk")
    asks = "ما الذي يرضيك"
    assert (asks in first.text, asks in second.text) == (True, False)
    assert kinds(ticket).count("expectation.asked") == 1
    told = make.ticket(sender="omar@example.com")
    listening.tell_expectation(told, text="أن يعود المبلغ")
    listening.restate(told, by=cast.noura, text="خُصم المبلغ مرتين.")
    assert "expectation.asked" not in kinds(told), "who has said it is not asked"


def test_what_would_make_it_right_is_asked_once_and_judged_by_the_customer_alone(cast: Cast) -> None:
    told = listening.receive_with_expectation(make.incoming(), text="أن يعود المبلغ", by_when="قبل العيد")
    ticket = told.ticket
    with pytest.raises(AlreadyTold):
        listening.record_expectation(ticket, text="غير ذلك", source="phone", by=cast.noura)
    listening.judge_expectation(ticket, verdict="above")
    with pytest.raises(AlreadyTold):
        listening.judge_expectation(ticket, verdict="below")
    row = Expectation.objects.get()
    assert (row.text, row.by_when, row.source, row.verdict) == ("أن يعود المبلغ", "قبل العيد", "link", "above")
    judged = Event.objects.get(ticket=ticket, kind="expectation.judged")
    assert judged.actor == "customer"


def test_the_clock_waits_only_for_what_the_reply_asks_and_until_the_customer_writes(cast: Cast) -> None:
    ticket = make.ticket()
    message = reply.reply(ticket, by=cast.noura, text=ASKS, waits_for=[QUESTION, "هل تحب القهوة", QUESTION])
    asked = Question.objects.get()
    assert (asked.text, asked.message_id, asked.answered_at) == (QUESTION, message.pk, None)
    asking = Event.objects.get(ticket=ticket, kind="question.asked")
    assert asking.data == {"question": asked.pk, "message": message.pk}
    make.customer_says(ticket, "تلقائي: أنا في إجازة", is_automatic=True)
    assert open_questions(ticket) == [asked]
    make.customer_says(ticket, "هذه صورته")
    assert open_questions(ticket) == []
    assert kinds(ticket)[-2:] == ["message.received", "question.answered"]
    assert verify_ledger() == []


def test_a_reply_that_is_taken_back_asked_nothing(cast: Cast) -> None:
    from datetime import timedelta

    ticket = make.ticket()
    message = reply.reply(ticket, by=cast.noura, text=ASKS, waits_for=[QUESTION], held_for=timedelta(seconds=10))
    take_back(message, by=cast.noura)
    row = Question.objects.get()
    assert (row.text, row.message) == ("", None)
    assert open_questions(ticket) == []


def test_what_the_customer_asked_since_our_last_reply_is_held_against_the_draft(cast: Cast) -> None:
    ticket = make.ticket("متى يصل الطلب؟")
    make.replied(ticket, cast.noura)
    make.customer_says(ticket, "متى يرجع المبلغ؟")
    make.customer_says(ticket, "وهل في تعويض عن التأخير؟")
    said = said_since_our_reply(ticket)
    assert said == ["متى يرجع المبلغ؟", "وهل في تعويض عن التأخير؟"]
    assert [answered for _one, answered in listening.asked_of_us(said, "")] == [False, False]
    assert [answered for _one, answered in listening.asked_of_us(said, "يعود المبلغ إلى حسابك غدًا.")] == [True, False]
    assert listening.asked_of_them(ASKS) == [QUESTION]
