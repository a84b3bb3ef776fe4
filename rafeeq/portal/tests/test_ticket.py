"""The customer's own page: the link opens it, only a press changes anything, and the verdict counts."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html as lxml_html

from rafeeq.customers.actions import records
from rafeeq.flows.calling_back import call_back
from rafeeq.flows.links import secret_for
from rafeeq.tickets.actions.merges import merge
from rafeeq.tickets.actions.tickets import ComplaintStays, change_kind
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Delivery, Event, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast


def address_of(ticket: Ticket, cast: Cast) -> str:
    return f"/t/{secret_for(ticket, cast.sara_email.pk)}/"


def post(path: str, **entries: object) -> int:
    """What a browser without cookies and without script gets, redirects followed."""
    return Client(enforce_csrf_checks=True).post(path, entries, follow=True).status_code


def test_the_page_tells_where_the_request_is(cast: Cast) -> None:
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    page = Client().get(address_of(ticket, cast))
    text = page.content.decode()
    assert page.status_code == 200
    assert make.SUBJECT in text
    assert make.WORDS in text
    assert cast.noura.name in text
    assert 'lang="ar" dir="rtl"' in text
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"


def test_the_form_is_plain_and_has_the_three_answers(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    page = lxml_html.fromstring(Client().get(address_of(ticket, cast)).content)
    (form,) = [form for form in page.forms if form.xpath(".//*[@name='verdict']")]
    controls = form.xpath(".//*[@name='verdict']")
    assert [control.get("value") for control in controls] == ["yes", "partly", "no"]
    assert form.method == "POST"
    assert form.xpath(".//*[@required]") == []
    assert make.DONE in page.text_content()


@pytest.mark.parametrize(("verdict", "outcome"), [("yes", "confirmed"), ("partly", "partly"), ("no", "disputed")])
def test_one_press_without_cookies_decides(cast: Cast, verdict: str, outcome: str) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    assert post(address_of(ticket, cast) + "verdict/", verdict=verdict) == 200
    assert make.fresh(ticket).outcome == outcome
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.verified_at is not None


def test_looking_changes_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    before = Event.objects.count()
    for method in ("get", "head", "options"):
        for path in ("", "verdict/?verdict=yes", "withdrawal/", "complaint/", "replies/?text=x"):
            getattr(Client(), method)(address_of(ticket, cast) + path)
    assert Event.objects.count() == before
    assert make.fresh(ticket).outcome == "claimed"


def test_a_second_press_is_no_second_verdict(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    path = address_of(ticket, cast) + "verdict/"
    assert post(path, verdict="yes") == 200
    assert post(path, verdict="yes") == 200
    assert Event.objects.filter(kind="verdict.given").count() == 1


def test_nonsense_is_answered_and_changes_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    for verdict in ("", "maybe", "YES", "yes\0"):
        assert post(address_of(ticket, cast) + "verdict/", verdict=verdict) == 200
    assert make.fresh(ticket).outcome == "claimed"


def test_old_links_show_the_form_while_a_claim_waits_and_stay_readable(cast: Cast) -> None:
    ticket = make.ticket()
    path = address_of(ticket, cast)
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "no")
    assert 'name="verdict"' not in Client().get(path).content.decode()
    make.claimed(ticket, cast.noura)
    assert 'value="partly"' in Client().get(path).content.decode()
    make.judged(ticket, "yes")
    assert Client().get(path).status_code == 200


def test_the_customer_answers_with_a_file(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    picture = SimpleUploadedFile("إيصال الدفع.png", make.PNG, "image/png")
    assert post(address_of(ticket, cast) + "replies/", text="هذا الإيصال", attachments=picture) == 200
    message = make.fresh(ticket).messages.order_by("-pk").first()
    assert message is not None
    assert (message.text, message.attachments.get().name) == ("هذا الإيصال", "إيصال الدفع.png")
    assert make.fresh(ticket).status == "open"
    file = message.attachments.get()
    got = Client().get(f"{address_of(ticket, cast)}files/{file.pk}/")
    assert got.getvalue() == make.PNG
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"


def test_an_empty_answer_is_refused_and_says_so(cast: Cast) -> None:
    ticket = make.ticket()
    assert post(address_of(ticket, cast) + "replies/", text="  ") == 422
    assert make.fresh(ticket).message_count == 1


def test_withdrawal_and_formal_complaint(cast: Cast) -> None:
    ticket = make.ticket()
    assert post(address_of(ticket, cast) + "complaint/") == 200
    assert make.fresh(ticket).kind == "complaint"
    assert make.fresh(ticket).formal_at
    assert post(address_of(ticket, cast) + "withdrawal/") == 200
    assert (make.fresh(ticket).outcome, make.fresh(ticket).status) == ("withdrawn", "closed")
    assert post(address_of(ticket, cast) + "withdrawal/") == 200


def test_only_the_whole_unchanged_secret_opens(cast: Cast) -> None:
    ticket, other = make.ticket(), make.ticket(sender="omar@example.com")
    secret = secret_for(ticket, cast.sara_email.pk)
    wrong = [
        secret[:-1],
        secret + "a",
        ("b" if secret[0] != "b" else "c") + secret[1:],
        secret_for(other, 0)[: len(secret)][:-4] + secret[-4:],
        str(ticket.number),
        "0" * 31,
    ]
    assert [Client().get(f"/t/{one}/").status_code for one in wrong] == [404] * len(wrong)
    Ticket.objects.filter(number=ticket.number).update(link_epoch=1)  # every link given out so far is called back
    assert Client().get(f"/t/{secret}/").status_code == 410


def test_another_tickets_file_is_not_behind_my_link(cast: Cast) -> None:
    mine = make.ticket()
    theirs = make.ticket(sender="omar@example.com", files=(make.file(),))
    note = make.noted(mine, cast.noura, files=(make.file("سري.png"),))
    for file in (theirs.messages.get().attachments.get(), note.attachments.get()):
        assert Client().get(f"{address_of(mine, cast)}files/{file.pk}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_thread(cast: Cast) -> None:
    ticket = make.ticket(files=(make.file(),))
    counts = []
    Client().get(address_of(ticket, cast))  # rules and calendars are read once in a while, whoever comes
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            Client().get(address_of(ticket, cast))
        counts.append(len(queries))
        for _more in range(5):
            make.customer_says(ticket, files=(make.file(),))
            make.replied(ticket, cast.noura, files=(make.file(),))
    assert counts[0] == counts[1]


def test_a_strangers_file_is_not_behind_the_customers_link(cast: Cast) -> None:
    ticket = make.ticket()
    said = make.customer_says(ticket, "سر", sender="stranger@example.com", files=(make.file(),))
    assert "سر" not in Client().get(address_of(ticket, cast)).content.decode()
    assert Client().get(f"{address_of(ticket, cast)}files/{said.attachments.get().pk}/").status_code == 404


def test_a_yes_lands_only_on_the_claim_that_was_shown(cast: Cast) -> None:
    ticket = make.ticket()
    shown = make.claimed(ticket, cast.noura)
    make.claimed(ticket, cast.khaled, "شيء آخر")
    assert post(address_of(ticket, cast) + "verdict/", verdict="yes", claim=shown.pk) == 200
    assert make.fresh(ticket).outcome == "claimed"


def test_a_number_that_nobody_wrote_breaks_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    assert post(address_of(ticket, cast) + "verdict/", verdict="yes", claim="9" * 5000) == 200
    assert make.fresh(ticket).outcome == "claimed"


def test_a_comment_with_an_unkeepable_letter_loses_no_verdict(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    assert post(address_of(ticket, cast) + "verdict/", verdict="no", comment="لا\0شيء") == 200
    assert make.fresh(ticket).claims.get().comment == "لاشيء"


def test_links_that_others_have_seen_are_called_back_and_the_new_one_goes_by_mail_alone(cast: Cast) -> None:
    ticket = make.ticket()
    old = address_of(ticket, cast)
    answer = Client(enforce_csrf_checks=True).post(old + "new-link/")
    assert answer.status_code == 200
    new = address_of(make.fresh(ticket), cast)
    assert new not in answer.content.decode(), "whoever holds the old link would have the new one too"
    assert "sara@example.com" not in answer.content.decode()
    assert Delivery.objects.get(purpose="new_link").recipient == "sara@example.com"
    assert new in Delivery.objects.get(purpose="new_link").text
    for path in (old, old + "verdict/", old + "new-link/"):
        assert Client().post(path).status_code in {405, 410}
    dead = Client().get(old)
    assert dead.status_code == 410
    assert 'name="email"' in dead.content.decode(), "it says how to get a link that works"
    assert ticket.subject not in dead.content.decode()
    assert Client().get(new).status_code == 200


def test_nobody_is_locked_out_whom_no_mail_reaches(cast: Cast) -> None:
    ticket = make.ticket(sender="+966501234567", channel="phone")
    path = f"/t/{secret_for(ticket, 0)}/"
    assert Client().post(path + "new-link/", follow=True).status_code == 200
    assert make.fresh(ticket).link_epoch == 0
    assert Client().get(path).status_code == 200


def test_people_of_ours_call_links_back_too(cast: Cast) -> None:
    ticket = make.ticket()
    old = address_of(ticket, cast)
    call_back(ticket, by=cast.noura)
    assert Client().get(old).status_code == 410
    assert Event.objects.filter(ticket=ticket, kind="links.called_back", actor_id=cast.noura.pk).count() == 1
    assert verify_ledger() == []


def test_the_talk_tells_proposals_and_verdicts_in_their_order(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura, "أُعيد المبلغ.")
    make.judged(ticket, "no", "لم يصل شيء.")
    make.claimed(ticket, cast.noura, "أُعيد المبلغ مرة أخرى.")
    page = lxml_html.fromstring(Client().get(address_of(ticket, cast)).content)
    said = [one.text_content() for one in page.xpath("//*[contains(@class, 'timeline')]//article")]
    assert len(said) == 3
    assert "أُعيد المبلغ." in said[1]
    assert "لم يصل شيء." in said[2]


def test_an_ended_request_comes_back_by_a_word(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    assert post(address_of(ticket, cast) + "replies/", text="عاد الخصم من جديد.") == 200
    assert (make.fresh(ticket).status, make.fresh(ticket).outcome) == ("open", "confirmed")


def test_a_merged_request_opens_where_it_went(cast: Cast) -> None:
    one, other = make.ticket(), make.ticket("المبلغ لم يرجع بعد.", subject="المبلغ مرة أخرى")
    merge(other, into=one, by=cast.khaled)
    page = Client().get(address_of(other, cast)).content.decode()
    assert one.subject in page
    assert "المبلغ لم يرجع بعد." in page


def test_staff_cannot_make_a_complaint_less(cast: Cast) -> None:
    ticket = make.ticket()
    post(address_of(ticket, cast) + "complaint/")
    with pytest.raises(ComplaintStays):
        change_kind(make.fresh(ticket), kind="inquiry", by=staff(cast.aziz))


def test_the_pages_are_written_as_the_customer_wishes(cast: Cast) -> None:
    ticket = make.ticket()
    wishes = {"wants_language": "en", "digits": "arab", "calendar": "hijri", "title": "Dr.", "called": "Sara"}
    records.change(cast.sara, by=cast.noura, values=wishes)
    where = address_of(ticket, cast)
    visitor = Client()
    answer = visitor.get(where)
    page = answer.content.decode()
    number = str(ticket.number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert '<html lang="en" dir="ltr"' in page
    assert answer["Content-Language"] == "en"
    assert "Hello Dr. Sara," in page
    assert number in lxml_html.fromstring(page).text_content()
    assert re.search("AH|Jumada|Rabi|Rajab|Sha|Ramadan|Shawwal|Dhu|Safar|Muharram", page), "the Hijri calendar"
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert '<html lang="ar" dir="rtl"' in visitor.get(where).content.decode(), "what was chosen in this browser wins"
