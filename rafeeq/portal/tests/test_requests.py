"""My requests: whoever reads the mailbox gets in, once a link; nobody else learns anything."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.customers.actions import records
from rafeeq.customers.models import Address
from rafeeq.flows import proof
from rafeeq.portal import jobs
from rafeeq.portal.actions import forget_visits
from rafeeq.portal.models import Visit
from rafeeq.system.models import Job
from rafeeq.tickets.models import Delivery, Ticket
from tests import make
from tests.cast import Cast


@pytest.fixture(autouse=True)
def no_earlier_visits() -> None:
    cache.clear()


def ask(email: str, client: Client | None = None) -> int:
    return (client or Client()).post("/help/requests/link/", {"email": email}).status_code


def work() -> None:
    """What the worker does with the links that were asked for."""
    for job in Job.objects.filter(task="rafeeq.portal.jobs.send_link", state="waiting").order_by("pk"):
        jobs.send_link.call(*job.arguments["args"])
        job.delete()


def link_for(email: str) -> str:
    """The path of the link that the mailbox of this address has just got."""
    ask(email)
    work()
    sent = Delivery.objects.filter(purpose="proof", recipient=email).order_by("-pk").first()
    assert sent is not None
    (found,) = re.findall(r"^https?://[^/]+(/help/requests/enter/\w+/)$", sent.text, re.MULTILINE)
    return str(found)


def entered(email: str = "sara@example.com") -> Client:
    """A browser that has proved this address."""
    client = Client()
    assert client.post(link_for(email)).status_code == 302
    return client


def test_the_answer_is_the_same_whoever_is_asked_about(cast: Cast) -> None:
    make.ticket()
    answers = [Client().post("/help/requests/link/", {"email": one}, follow=True) for one in
               ("sara@example.com", "nobody@example.com", "SARA@Example.com ")]  # fmt: skip
    pages = {re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers}
    assert len(pages) == 1
    assert Job.objects.filter(task="rafeeq.portal.jobs.send_link").count() == 3
    work()
    assert Delivery.objects.filter(purpose="proof").count() == 2
    assert not Address.objects.filter(value="nobody@example.com").exists()


def test_the_link_opens_my_requests_and_proves_the_address(cast: Cast) -> None:
    mine, other = make.ticket(), make.ticket(sender="omar@example.com", subject="طلب عمر")
    client = entered()
    page = client.get("/help/requests/").content.decode()
    assert mine.subject in page
    assert other.subject not in page
    cast.sara_email.refresh_from_db()
    assert cast.sara_email.verified_at is not None


def test_the_link_needs_a_press_and_opens_once(cast: Cast) -> None:
    make.ticket()
    link = link_for("sara@example.com")
    for _scanner in range(3):
        assert Client().get(link).status_code == 200
    assert not Visit.objects.exists()
    assert Client().post(link).status_code == 302
    second = Client().post(link)
    assert second.status_code == 410
    assert 'name="email"' in second.content.decode(), "it says how to get another one"


def test_a_press_that_comes_from_another_page_is_refused(cast: Cast) -> None:
    make.ticket()
    assert Client(enforce_csrf_checks=True).post(link_for("sara@example.com")).status_code == 403
    assert not Visit.objects.exists()


def test_an_old_link_and_an_invented_one_open_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make.ticket()
    link = link_for("sara@example.com")
    other = "b" if link[-9] != "b" else "c"
    assert Client().get(link[:-9] + other + link[-8:]).status_code == 404
    monkeypatch.setattr(proof, "LASTS", timedelta(0))
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410
    assert not Visit.objects.exists()


def test_the_cookie_is_for_this_browser_alone(cast: Cast) -> None:
    make.ticket()
    client = entered()
    cookie = client.cookies["rafeeq_visit"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/help/")
    assert bool(cookie["secure"]) == settings.RAFEEQ_URL.startswith("https")
    assert cookie["max-age"] == 30 * 24 * 3600
    assert cookie.value not in Visit.objects.get().key_hash
    assert client.get("/help/requests/")["Cache-Control"] == "no-store"
    client.cookies["rafeeq_visit"] = cookie.value[:-1] + "x"
    assert cast.sara_email.shown not in client.get("/help/requests/").content.decode()


def test_it_ends_after_thirty_days_and_is_forgotten(cast: Cast) -> None:
    ticket = make.ticket()
    client = entered()
    Visit.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ticket.subject not in client.get("/help/requests/").content.decode()
    assert forget_visits() == 1


def test_signing_out_here_and_everywhere(cast: Cast) -> None:
    ticket = make.ticket()
    here, there, third = entered(), entered(), entered()
    late = link_for("sara@example.com")

    def sees(client: Client) -> bool:
        return ticket.subject in client.get("/help/requests/").content.decode()

    here.post("/help/requests/leave/")
    assert [sees(one) for one in (here, there, third)] == [False, True, True]
    there.post("/help/requests/leave/", {"everywhere": "1"})
    assert [sees(one) for one in (here, there, third)] == [False, False, False]
    assert Client().post(late).status_code == 410, "a link asked for before signing out everywhere"


def test_a_mailbox_cannot_be_filled_with_links(cast: Cast) -> None:
    make.ticket()
    for spelling in ("sara@example.com",) * 7:
        ask(spelling)
    work()
    assert Delivery.objects.filter(purpose="proof").count() == proof.LETTERS
    cache.clear()
    assert [ask("nobody@example.com") for _ in range(11)].count(429) == 1


def test_what_was_typed_stays_when_it_is_no_address(cast: Cast) -> None:
    answer = Client().post("/help/requests/link/", {"email": "sara@"})
    assert answer.status_code == 422
    assert 'value="sara@"' in answer.content.decode()


def test_an_address_that_was_noted_down_wrongly_opens_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    make.address(cast.sara, "stranger@example.com")
    client = Client()
    client.post(link_for("stranger@example.com"))
    assert ticket.subject not in client.get("/help/requests/").content.decode()


def test_pages_by_key_and_the_number_of_queries_stays(cast: Cast) -> None:
    make.ticket()
    client = entered()
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/help/requests/")
        counts.append(len(queries))
        for number in range(14):
            make.ticket(subject=f"طلب رقم {number}")
    assert counts[0] == counts[1]
    first = client.get("/help/requests/").content.decode()
    (older,) = re.findall(r'href="(/help/requests/\?before=\d+)"', first)
    second = client.get(older).content.decode()
    assert len(re.findall(r'class="subject"', first)) == 20
    assert len(re.findall(r'class="subject"', second)) == Ticket.objects.count() - 20
    assert client.get("/help/requests/?before=9999999999999999999999").status_code == 200


def test_the_first_page_asks_for_the_verdict(cast: Cast) -> None:
    ticket = make.ticket()
    client = entered()
    assert 'name="verdict"' not in client.get("/help/").content.decode()
    make.claimed(ticket, cast.noura)
    page = client.get("/help/").content.decode()
    assert cast.noura.name in page
    assert page.count('name="verdict"') == 3
    assert 'name="verdict"' not in Client().get("/help/").content.decode()
    (action,) = re.findall(r'action="(/t/\w+/verdict/)"', page)
    assert Client().post(action, {"verdict": "yes"}, follow=True).status_code == 200
    assert make.fresh(ticket).outcome == "confirmed"


def test_a_proven_visitor_is_shown_what_is_open_and_need_not_type_the_address(cast: Cast) -> None:
    ticket = make.ticket()
    client = entered()
    page = client.get("/help/request/?q=الفاتورة طلعت مرتين").content.decode()
    assert "الفاتورة طلعت مرتين" in page
    assert ticket.subject in page
    assert 'value="sara@example.com"' in page
    answer = client.post("/help/request/", {"email": "sara@example.com", "text": "طلب آخر"})
    assert answer["Location"].startswith("/t/")
    assert ticket.subject not in Client().get("/help/request/?q=الفاتورة").content.decode()


def test_the_letter_belongs_to_no_talk_about_a_ticket(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    before = make.fresh(ticket).head
    link_for("sara@example.com")
    assert make.fresh(ticket).head == before


def test_whoever_has_proved_an_address_reads_as_they_wish(cast: Cast) -> None:
    ticket = make.ticket()
    browser = entered()
    wishes = {"wants_language": "en", "digits": "arab", "title": "Dr.", "called": "Sara"}
    records.change(cast.sara, by=cast.noura, values=wishes)
    for path in ("/help/", "/help/requests/", "/help/request/", "/help/accessibility/"):
        assert '<html lang="en" dir="ltr"' in browser.get(path).content.decode(), path
    mine = browser.get("/help/requests/").content.decode()
    assert str(ticket.number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) in mine
    assert "Dr. Sara" not in mine, "an address that was noted wrongly opens nothing of the record"
    assert '<html lang="ar" dir="rtl"' in Client().get("/help/").content.decode()
