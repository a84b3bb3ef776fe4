"""The desk listens: our words and the customer's about them, what they expect, what they asked of us."""

from rafeeq.flows import listening
from rafeeq.inbox.tests.pages import cost, returned, sent, shown
from rafeeq.tickets.models import Expectation, Question, Restatement
from tests import make
from tests.cast import Cast, signed_in

ASKS = "أهلًا أستاذة سارة، هل تستطيعين إرسال صورة الإيصال؟"


def test_our_words_go_to_the_customer_and_a_colleague_writes_down_the_answer(cast: Cast) -> None:
    ticket, noura, khaled = make.ticket(), signed_in(cast.noura, "en"), signed_in(cast.khaled, "en")
    here = f"/inbox/{ticket.number}"
    assert "What the customer needs, in your words" in shown(noura, f"{here}/", door="restatement")
    returned(noura, f"{here}/restatement/", text=" ")
    page = sent(noura, f"{here}/restatement/", text="خُصم المبلغ مرتين.")
    assert "Not confirmed yet" in page
    assert "restated" not in page, "who restated is not offered to record the answer"
    returned(noura, f"{here}/restatement/word/", verdict="yes", source="phone")
    returned(khaled, f"{here}/restatement/word/", verdict="no", source="phone", correction="")
    page = sent(khaled, f"{here}/restatement/word/", verdict="no", source="phone", correction="ثلاث مرات")
    assert "Not quite, says the customer" in page
    assert "ثلاث مرات" in page
    assert "ثلاث مرات" in shown(noura, f"{here}/", door="hand_over"), "the packet knows it"
    assert Restatement.objects.get().recorded_by == cast.khaled


def test_what_would_make_it_right_is_written_down_once(cast: Cast) -> None:
    ticket, noura = make.ticket(), signed_in(cast.noura, "en")
    address = f"/inbox/{ticket.number}/expectation/"
    assert "أن يعود المبلغ" in sent(noura, address, text="أن يعود المبلغ", by_when="قبل العيد", source="phone")
    returned(noura, address, text="غير ذلك", source="phone")
    assert Expectation.objects.get().text == "أن يعود المبلغ"
    listening.judge_expectation(ticket, verdict="above")
    assert "More than I expected" in shown(noura, f"/inbox/{ticket.number}/")


def test_the_composer_shows_what_is_not_answered_and_offers_what_our_clock_waits_for(cast: Cast) -> None:
    ticket, noura = make.ticket("متى يرجع المبلغ؟ وهل في تعويض عن التأخير؟"), signed_in(cast.noura, "en")
    here = f"/inbox/{ticket.number}"
    assert "وهل في تعويض عن التأخير" in shown(noura, f"{here}/questions/")
    marked = noura.post(f"{here}/questions/", {"text": "يعود المبلغ غدًا."}, headers={"HX-Request": "true"})
    words = marked.content.decode()
    assert "One thing the customer asked is not answered yet" in words
    assert words.count('class="answered"') == words.count('class="waits"') == 1
    offered = noura.post(f"{here}/questions/", {"text": ASKS}, headers={"HX-Request": "true"}).content.decode()
    assert 'name="waits_for" value="هل تستطيعين إرسال صورة الإيصال"' in offered
    assert Question.objects.count() == 0, "looking asks nothing"
    sent(noura, f"{here}/replies/", text=ASKS, waits_for="هل تستطيعين إرسال صورة الإيصال", then="wait")
    assert Question.objects.get().asked_by == cast.noura


def test_listening_costs_the_page_one_statement(cast: Cast) -> None:
    bare, heard, noura = make.ticket(), make.ticket(), signed_in(cast.noura, "en")
    listening.restate(heard, by=cast.noura, text="خُصم المبلغ مرتين.")
    listening.record_expectation(heard, text="أن يعود", source="phone", by=cast.noura)
    make.customer_says(bare)
    assert cost(noura, f"/inbox/{heard.number}/") <= cost(noura, f"/inbox/{bare.number}/") + 2, "names in the thread"
