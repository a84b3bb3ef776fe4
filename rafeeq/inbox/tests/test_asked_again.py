"""Before a reply asks for what the customer has given, its writer is shown that it is there."""

import pytest

from rafeeq.customers.actions.records import ask_for, note_fact, receive_document
from rafeeq.customers.models import Document
from rafeeq.flows import reply
from rafeeq.inbox.tests.pages import cost
from rafeeq.tickets.models import Event, Message, Ticket
from tests import make
from tests.cast import Cast, signed_in

ASKS = "أهلًا أستاذة سارة، نرجو إرسال صورة الهوية ورقم الطلب."


def known(cast: Cast, ticket: Ticket) -> tuple[int, int]:
    """What the customer has given: a document, and a fact in this ticket."""
    paper = receive_document(ask_for(cast.sara, name="صورة الهوية", by=cast.noura), by=cast.noura)
    fact = note_fact(cast.sara, text="رقم الطلب 4417", by=cast.noura, ticket=ticket.number)
    return paper.pk, fact.pk


def told(ticket: Ticket) -> list[dict[str, object]]:
    return list(Event.objects.filter(ticket=ticket, kind="document.asked_again").values_list("data", flat=True))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_reply_that_asks_again_waits_for_a_reason(cast: Cast, language: str) -> None:
    ticket = make.ticket()
    paper, fact = known(cast, ticket)
    client, where = signed_in(cast.noura, language), f"/inbox/{ticket.number}/replies/"
    answer = client.post(where, {"text": ASKS, "once": "a1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ASKS in page, "nothing that was written is lost"
    for words in ("صورة الهوية", "رقم الطلب 4417", f"/inbox/customers/{cast.sara.pk}/#documents"):
        assert words in page.partition('id="asked-again"')[2]
    assert not Message.objects.filter(direction="out").exists()
    assert not told(ticket)
    sent = {"text": ASKS, "once": "a1", "why_again": "unreadable"}
    assert client.post(where, sent).status_code == 302
    assert client.post(where, sent).status_code == 302, "the same form counts once"
    assert told(ticket) == [{"documents": [paper], "facts": [fact], "why": "unreadable"}]
    again = Document.objects.get(again=paper)
    assert again.why_again
    assert again.received_at is None
    assert ("لا يُقرأ" if language == "ar" else "cannot be read") in client.get(
        f"/inbox/{ticket.number}/"
    ).content.decode()


def test_something_else_of_the_kind_leaves_no_mark_in_the_record(cast: Cast) -> None:
    ticket = make.ticket()
    known(cast, ticket)
    sent = {"text": ASKS, "once": "a1", "why_again": "another"}
    assert signed_in(cast.noura).post(f"/inbox/{ticket.number}/replies/", sent).status_code == 302
    assert [one["why"] for one in told(ticket)] == ["another"]
    assert Document.objects.count() == 1


def test_a_reason_out_of_no_list_and_a_paper_that_is_over(cast: Cast) -> None:
    ticket = make.ticket()
    paper, _fact = known(cast, ticket)
    client, where = signed_in(cast.noura), f"/inbox/{ticket.number}/replies/"
    assert client.post(where, {"text": ASKS, "once": "a1", "why_again": "لأنها <b>"}).status_code == 422
    Document.objects.filter(pk=paper).update(valid_until="2020-01-01")
    assert client.post(where, {"text": "نرجو إرسال صورة الهوية.", "once": "a2"}).status_code == 302
    assert client.post(f"/inbox/{ticket.number}/notes/", {"text": ASKS, "once": "a3"}).status_code == 302
    assert not told(ticket), "what is over may be asked for, and a note asks nobody"


def test_programmes_are_counted_and_not_held_up(cast: Cast) -> None:
    ticket = make.ticket()
    paper, fact = known(cast, ticket)
    reply.reply(ticket, by=cast.noura, text=ASKS)
    assert told(ticket) == [{"documents": [paper], "facts": [fact], "why": ""}]


def test_a_reply_that_asks_nothing_asks_the_record_nothing(cast: Cast) -> None:
    plain, rich = make.ticket(), make.ticket(sender="omar@example.com")
    known(cast, plain)
    few = cost(signed_in(cast.noura), f"/inbox/{plain.number}/")
    assert few == cost(signed_in(cast.noura), f"/inbox/{rich.number}/")
