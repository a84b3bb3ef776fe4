"""The help centre and the request form: open to everybody, short, and no tool for troubling strangers."""

import pytest
from django.core.cache import cache
from django.test import Client

from rafeeq.tickets.models import Delivery, Ticket

WORDS = "لم تصلني شحنتي منذ أسبوع. اشترِ الآن من spam.example"


@pytest.fixture(autouse=True)
def no_earlier_visits() -> None:
    cache.clear()


def send(**entries: str) -> int:
    return Client().post("/help/request/", {"email": "omar@example.com", "text": WORDS} | entries).status_code


@pytest.mark.usefixtures("cast")
def test_two_entries_are_enough() -> None:
    assert send() == 302
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.customer.addresses.get().value) == ("web", "omar@example.com")
    assert ticket.messages.get().text == WORDS


@pytest.mark.usefixtures("cast")
def test_the_first_mail_carries_nothing_that_the_sender_wrote() -> None:
    send(name="اشترِ من spam.example")
    told = Delivery.objects.get()
    for word in ("spam.example", "اشتر", "شحنتي"):
        assert word not in told.subject + told.text


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("entries", [{"email": ""}, {"email": "omar@"}, {"email": "a b@c.d"}, {"text": "  "}])
def test_a_missing_or_bad_entry_is_named_and_nothing_typed_is_lost(entries: dict[str, str]) -> None:
    answer = Client().post("/help/request/", {"email": "omar@example.com", "text": WORDS} | entries)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    kept = {"email": "omar@example.com", "text": WORDS} | entries
    assert all(value.strip() in page for value in kept.values())
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("cast")
def test_programs_that_fill_in_everything_make_no_ticket_and_a_person_only_sends_again() -> None:
    answer = Client().post(
        "/help/request/", {"email": "omar@example.com", "text": WORDS, "website": "https://spam.example"}
    )
    assert answer.status_code == 422
    assert not Ticket.objects.exists()
    page = answer.content.decode()
    assert WORDS in page
    assert "https://spam.example" not in page, "so that pressing once more sends it"


@pytest.mark.usefixtures("cast")
def test_a_flood_from_one_place_is_stopped() -> None:
    answers = [send(email=f"a{number}@example.com") for number in range(25)]
    assert answers.count(429) == 5
    assert Ticket.objects.count() == 20


def test_the_pages_stand_in_both_languages(db: None) -> None:
    for path in (
        "/help/",
        "/help/request/",
        "/help/request/sent/",
        "/help/requests/",
        "/help/requests/link/sent/",
        "/help/accessibility/",
    ):
        arabic, english = Client().get(path), Client().get(path, {"lang": "en"})
        assert 'lang="ar" dir="rtl"' in arabic.content.decode()
        assert 'lang="en" dir="ltr"' in english.content.decode()
