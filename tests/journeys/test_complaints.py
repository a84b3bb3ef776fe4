"""Formal complaints from the first word to the end: a decision against the customer, and a look from outside."""

import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rafeeq.flows import complaints, resolve, reviews
from rafeeq.flows.links import secret_for
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.models import Complaint, Delivery, Event, Review, Ticket
from rafeeq.tickets.queries import verify_ledger
from rafeeq.tickets.queries.complaints import Sought, page_of_register, two_by_two
from tests import make
from tests.cast import Cast, signed_in

KEEPERS = {"khaled", "huda", "aziz", "salman"}
REVIEWERS = KEEPERS - {"khaled"}


@pytest.fixture(autouse=True)
def no_earlier_visits() -> None:
    cache.clear()


def own_page(ticket: Ticket, cast: Cast) -> str:
    return f"/t/{secret_for(make.fresh(ticket), cast.sara_email.pk)}/"


def seen(address: str) -> str:
    return Client().get(address).content.decode()


def press(address: str, **entries: object) -> str:
    answer = Client(enforce_csrf_checks=True).post(address, entries, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def step(client: Client, ticket: Ticket, to: str, **entered: object) -> int:
    return client.post(f"/inbox/{ticket.number}/complaint/", {"to": to, **entered}).status_code


def stage(ticket: Ticket) -> str:
    return Complaint.objects.get(ticket=ticket).stage


def complaint_taken_to_the_answer(cast: Cast) -> Ticket:
    """Sara's formal complaint, acknowledged by mail, assessed and investigated by Noura, answered."""
    ticket = make.ticket()
    resolve.complain(ticket)
    complaints.keep_register()
    Delivery.objects.filter(ticket=ticket, purpose="complaint").update(state="sent", sent_at=timezone.now())
    complaints.note_acknowledgements()
    noura = signed_in(cast.noura)
    assert step(noura, ticket, "assessed", severity=2, assessment="خصم مكرر، عميلة واحدة.") == 302
    assert step(noura, ticket, "investigated", investigation="الخصم الثاني حجز مؤقت من البنك.") == 302
    assert step(noura, ticket, "responded", answer="الحجز يزول خلال خمسة أيام، ولم يُخصم المبلغ مرتين.") == 302
    return ticket


def test_a_decision_against_the_customer_and_a_look_from_outside(cast: Cast) -> None:
    ticket = complaint_taken_to_the_answer(cast)
    page = own_page(ticket, cast)
    registered = Delivery.objects.filter(ticket=ticket, purpose="complaint").earliest("pk")
    assert str(ticket.number) in registered.subject
    assert str(timezone.localdate().year) in registered.text, "the acknowledgement says the date"
    assert Complaint.objects.get(ticket=ticket).acknowledged_at is not None

    against = {"finding": "rejected", "recourse": "البنك المركزي، sama.gov.sa"}
    assert step(signed_in(cast.noura), ticket, "decided", **against) == 422, "an agent does not decide"
    khaled = signed_in(cast.khaled)
    assert step(khaled, ticket, "decided", finding="rejected") == 422, "a decision against them names the ways left"
    assert step(khaled, ticket, "decided", **against) == 302
    told = Delivery.objects.filter(ticket=ticket, purpose="complaint").latest("pk")
    assert "البنك المركزي" in told.text
    assert step(khaled, ticket, "closed") == 422, "it stays open"

    assert "review/" in seen(page)
    press(f"{page}review/", objection="كشف الحساب يقول غير ذلك.")
    review = Review.objects.get()
    assert "كشف الحساب يقول غير ذلك." in seen(page)
    assert step(khaled, ticket, "closed") == 422, "a review waits"
    press(f"{page}review/", objection="مرة أخرى")
    assert Review.objects.count() == 1

    judged = {"procedure": "yes", "helped": "no", "explanation": "اتُّبعت القواعد، لكن أحدًا لم يشرح لكِ الحجز."}
    address = f"/inbox/reviews/{review.pk}/"
    for near in ("noura", "khaled", "layla", "fahd", "reem"):
        assert signed_in(cast.staff()[near]).post(address, judged).status_code == 404, near
    make.assigned(ticket, cast.noura, cast.aziz)
    assert signed_in(cast.aziz).post(address, judged).status_code == 422, "who assigned it had a part"
    huda = signed_in(cast.huda)
    assert f'href="{address}"' in huda.get("/inbox/reviews/").content.decode()
    assert huda.post(address, judged | {"explanation": " "}).status_code == 422
    assert huda.post(address, judged).status_code == 302
    assert huda.post(address, judged | {"helped": "yes"}).status_code == 422, "once is enough"

    mail = Delivery.objects.get(ticket=ticket, purpose="review")
    assert judged["explanation"] in mail.text
    assert cast.huda.name in mail.text
    assert judged["explanation"] in seen(page)
    assert stage(ticket) == "investigated", "not helped: it goes on"
    assert two_by_two(cast.aziz) == {(True, True): 0, (True, False): 1, (False, True): 0, (False, False): 0}

    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    complaints.keep_register()
    assert stage(ticket) == "closed"
    stages = (
        Event.objects.filter(ticket=ticket, kind="complaint.advanced").order_by("seq").values_list("data", flat=True)
    )
    assert [data["stage"] for data in stages] == [
        "acknowledged", "assessed", "investigated", "responded", "decided", "investigated", "closed",
    ]  # fmt: skip
    assert verify_ledger() == []


def test_an_objection_after_the_end_leads_back_and_a_refusal_is_a_decision(cast: Cast) -> None:
    ticket = make.ticket(kind="complaint")
    complaints.keep_register()
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    complaints.keep_register()
    assert stage(ticket) == "closed"
    make.judged(ticket, "no")
    complaints.keep_register()
    assert stage(ticket) == "investigated"
    make.declined(ticket, cast.khaled)
    complaints.keep_register()
    row = Complaint.objects.get(ticket=ticket)
    assert (row.stage, row.finding, row.decided_by, row.closed_at) == ("decided", "rejected", cast.khaled, None)
    assert "appeals@example.com" in row.recourse
    review = reviews.ask(make.fresh(ticket), objection="")
    assert [reviews.may_decide(review, one) for one in (cast.khaled, cast.noura, cast.huda)] == [
        "had_part", "had_part", "",
    ]  # fmt: skip


def test_a_complaint_about_a_person_stands_in_the_register_of_those_alone_who_may_hear_it(cast: Cast) -> None:
    origin = make.ticket()
    make.assigned(origin, cast.noura, cast.khaled)
    press(f"{own_page(origin, cast)}conduct/", text="كلّمني بأسلوب جارح.", about=cast.noura.pk)
    complaints.keep_register()
    complaint = Ticket.objects.get(is_conduct=True)
    assert stage(complaint) == "received"
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        page = signed_in(person).get("/inbox/complaints/")
        assert page.status_code == (200 if name in KEEPERS else 404), name
        hears = name in {"aziz", "salman"}
        assert (f"/inbox/{complaint.number}/" in page.content.decode()) == hears, name
        assert (signed_in(person).get("/inbox/reviews/").status_code == 200) == (name in REVIEWERS), name
        if name in KEEPERS:
            table = signed_in(person).post("/inbox/complaints/export/", {"as": "csv"})
            rows = list(csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig"))))
            assert ([str(complaint.number)] in [row[:1] for row in rows]) == hears, name
    assert step(signed_in(cast.khaled), complaint, "acknowledged") == 404
    assert step(signed_in(cast.aziz), complaint, "acknowledged") == 302


def test_the_register_is_handed_out_safely_and_each_time_it_is_written_down(cast: Cast) -> None:
    make.ticket(kind="complaint", sender="x@example.com", name='=HYPERLINK("http://x.example")')
    make.ticket(kind="inquiry")
    complaints.keep_register()
    khaled = signed_in(cast.khaled)
    plain = b"".join(khaled.post("/inbox/complaints/export/", {"as": "csv"})).decode("utf-8-sig")
    assert "HYPERLINK" not in plain, "names only when chosen"
    asked = {"as": "csv", "names": "on", "standing": "open", "since": str(timezone.localdate())}
    named = b"".join(khaled.post("/inbox/complaints/export/", asked)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(named)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert '\'=HYPERLINK("http://x.example")' in cells
    printed = khaled.post("/inbox/complaints/export/", {"as": "print"}).content.decode()
    assert "<thead>" in printed
    assert "HYPERLINK" not in printed
    paper = khaled.post("/inbox/complaints/export/", {"as": "pdf", "formal": "on"})
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    taken: list[Any] = list(
        AuditEntry.objects.filter(what="complaints.exported").order_by("pk").values_list("after", flat=True)
    )
    assert [(one["as"], one["names"], one["rows"]) for one in taken] == [
        ("csv", False, 1), ("csv", True, 1), ("print", False, 1), ("pdf", False, 0),
    ]  # fmt: skip
    assert khaled.get("/inbox/complaints/export/").status_code == 405
    assert khaled.get("/inbox/complaints/?standing=closed&since=bad&before=x").status_code == 200


def test_the_register_is_kept_by_reading_once_and_paged_by_key(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _round in range(3):
        make.ticket(kind="complaint")
    complaints.keep_register()
    assert complaints.keep_register() == 0
    assert Complaint.objects.count() == 3
    rows, has_more = page_of_register(cast.aziz, Sought())
    assert ([row.ticket_id for row in rows], has_more) == (sorted((r.ticket_id for r in rows), reverse=True), False)
    later, _more = page_of_register(cast.aziz, Sought(), before=(rows[0].received_at, rows[0].ticket_id))
    assert later == rows[1:]
    assert page_of_register(cast.aziz, Sought(finding="upheld"))[0] == []
