"""The customer says whether we understood, what would make it right, and how it came out; without script."""

from django.test import Client

from rafeeq.flows import listening, reply
from rafeeq.flows.links import secret_for
from rafeeq.tickets.models import Event, Expectation, Restatement, Ticket
from tests import make
from tests.cast import Cast

OUR_WORDS = "خُصم المبلغ مرتين وتريد استرداده."


def page_of(ticket: Ticket, cast: Cast) -> tuple[str, str]:
    address = f"/t/{secret_for(ticket, cast.sara_email.pk)}/"
    return address, Client().get(address).content.decode()


def press(address: str, **entries: object) -> str:
    answer = Client(enforce_csrf_checks=True).post(address, entries, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_did_we_understand(cast: Cast) -> None:
    ticket = make.ticket()
    listening.restate(ticket, by=cast.noura, text=OUR_WORDS)
    address, page = page_of(ticket, cast)
    assert OUR_WORDS in page
    assert "نعم، هذا ما أقصده" in page
    first = Restatement.objects.get()
    listening.restate(ticket, by=cast.noura, text="صياغة أخرى.")
    press(f"{address}understanding/", understood="yes", shown=first.pk)
    assert Restatement.objects.get(replaced_at=None).verdict == "", "the words that were not on the page"
    page = press(f"{address}understanding/", understood="no", correction="ثلاث مرات")
    assert "ثلاث مرات" in page
    said = Restatement.objects.get(replaced_at=None)
    assert (said.verdict, said.source, said.recorded_by) == ("no", "link", None)
    assert Event.objects.filter(kind="restatement.corrected", actor="customer").count() == 1
    assert Client().get(f"{address}understanding/").status_code == 405


def test_what_would_make_it_right_and_how_it_came_out(cast: Cast) -> None:
    ticket = make.ticket()
    address, page = page_of(ticket, cast)
    assert 'name="text"' in page
    press(f"{address}expectation/", text="أن يعود المبلغ", by_when="قبل العيد")
    press(f"{address}expectation/", text="غير ذلك")
    told = Expectation.objects.get()
    assert (told.text, told.by_when, told.verdict) == ("أن يعود المبلغ", "قبل العيد", "")
    press(f"{address}expectation/verdict/", came_out="above")
    assert not Expectation.objects.exclude(verdict="").exists(), "only after the end"
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    assert 'name="came_out" value="above"' in page_of(ticket, cast)[1]
    press(f"{address}expectation/verdict/", came_out="legendary")
    press(f"{address}expectation/verdict/", came_out="above")
    press(f"{address}expectation/verdict/", came_out="below")
    assert Expectation.objects.get().verdict == "above"


def test_the_form_asks_once_and_may_be_left_empty(cast: Cast) -> None:
    entered = {"text": "تعطل الجهاز", "email": "sara@example.com", "expectation": "جهاز بديل", "by_when": "هذا الأسبوع"}
    assert Client().post("/help/request/", entered).status_code == 302
    assert Client().post("/help/request/", entered | {"expectation": "", "text": "أمر آخر"}).status_code == 302
    assert Expectation.objects.get().text == "جهاز بديل"


def test_the_page_says_what_we_wait_for(cast: Cast) -> None:
    ticket = make.ticket()
    reply.reply(ticket, by=cast.noura, text="هل ترسلين صورة الإيصال؟ شكرًا.", waits_for=["هل ترسلين صورة الإيصال"])
    assert "ننتظر جوابك عن:" in page_of(ticket, cast)[1]
    make.customer_says(ticket, "تفضلوا")
    assert "ننتظر جوابك عن:" not in page_of(ticket, cast)[1]
