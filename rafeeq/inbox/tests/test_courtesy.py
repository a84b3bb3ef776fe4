"""The composer remarks on what a customer may take badly: it can be ignored, and holds nothing back."""

from django.test import Client

from rafeeq.inbox.models import Draft, Ignored
from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.tickets.models import Message, Ticket
from tests import make
from tests.cast import Cast, signed_in

EVADES = "أهلًا أستاذة سارة، هذا ليس من اختصاصنا."
PART = {"HX-Request": "true"}


def pane(client: Client, ticket: Ticket, **entered: object) -> str:
    return client.post(f"/inbox/{ticket.number}/courtesy/", entered, headers=PART).content.decode()


def test_hints_come_while_writing_and_are_ignored_for_this_draft(cast: Cast) -> None:
    ticket, noura = make.ticket(), signed_in(cast.noura, "en")
    assert "taken badly" not in shown(noura, f"/inbox/{ticket.number}/"), "the page itself asks nothing"
    words = pane(noura, ticket, text=EVADES)
    assert "Sending the customer away" in words
    assert "«ليس من اختصاصنا»" in words
    at = EVADES.index("ليس")
    assert f'data-select="{at}-{len(EVADES) - 1}"' in words
    noura.post(f"/inbox/{ticket.number}/drafts/reply/", {"text": EVADES, "version": 0})
    key = "evasion:ليس من اختصاصنا"
    again = pane(noura, ticket, text=EVADES, ignore=key)
    assert "Sending the customer away" not in again
    assert "One hint was ignored" in again
    assert Draft.objects.get().ignored == [key]
    assert "Sending" not in pane(noura, ticket, text=f"{EVADES} شكرًا"), "remembered with the draft"
    assert "Sending the customer away" in pane(signed_in(cast.khaled, "en"), ticket, text=EVADES), "of this person"
    assert list(Ignored.objects.values_list("rule", "times")) == [("evasion", 1)], "counted for the rule alone"
    assert "Sending the customer away" in pane(noura, ticket, text=EVADES, again="1")
    pane(noura, ticket, text=EVADES, ignore="nothing:x")
    assert Ignored.objects.count() == 1
    assert "Ignored once so far" in shown(noura, "/inbox/courtesy/")


def test_a_reply_is_sent_as_it_is_and_looking_once_more_is_only_offered(cast: Cast) -> None:
    ticket, noura = make.ticket("متى يرجع المبلغ؟"), signed_in(cast.noura, "en")
    page = noura.post(f"/inbox/{ticket.number}/courtesy/", {"text": EVADES}).content.decode()
    assert "Sending the customer away" in page
    assert "A question without an answer" in page, "without script it stands here too"
    assert "Nothing was sent. Your words are kept" in page
    assert Draft.objects.get().text == EVADES
    assert Message.objects.filter(direction="out", user=cast.noura).count() == 0
    sent(noura, f"/inbox/{ticket.number}/replies/", text=EVADES, then="wait")
    assert Message.objects.get(user=cast.noura).text == EVADES


def test_what_the_company_keeps_differently_holds(cast: Cast) -> None:
    ticket, noura = make.ticket(), signed_in(cast.noura, "en")
    page = returned(signed_in(cast.aziz, "en"), "/settings/courtesy/", own_blame="...")
    assert "This line holds no words to look for" in page
    sent(signed_in(cast.aziz), "/settings/courtesy/", off="evasion", own_worn_out="ابشر بعزك ← ما فعلناه")
    words = pane(noura, ticket, text=f"{EVADES} أبشر بعزك")
    assert "Sending the customer away" not in words
    assert "«أبشر بعزك»" in words
    assert "ما فعلناه" in words
    page = shown(noura, "/inbox/courtesy/")
    assert "Switched off here" in page
    assert "One phrase of our own" in page
