"""The help centre and the request form: open to everybody, short, and no tool for troubling strangers."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html as lxml_html

from rafeeq.portal import kept
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.models import Delivery, Ticket
from tests import make
from tests.cast import Cast

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


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "text",
    [
        "ش" * 20_000,
        "😟🙏🏽👨‍👩‍👧",
        "\u202eمعكوس\u202c abc \u2066x\u2069",
        "English, ثم عربي, then 123-456",
        "رقم\tالمبلغ\n١\t٥٠\n٢\t٧٥",
    ],
    ids=["long", "emoji", "bidi", "mixed", "table"],
)
def test_whatever_is_typed_arrives_whole(text: str) -> None:
    assert send(text=text, name="سارة \u202egnp.exe") == 302
    ticket = Ticket.objects.get()
    assert ticket.messages.get().text == text
    assert "\u202e" not in ticket.subject + ticket.customer.name


@pytest.mark.usefixtures("cast")
def test_a_letter_that_cannot_be_kept_is_left_out_and_nothing_else() -> None:
    assert send(text="قبل\0بعد") == 302
    assert Ticket.objects.get().messages.get().text == "قبلبعد"


@pytest.mark.usefixtures("cast")
def test_too_long_a_text_comes_back_whole_and_is_told_in_our_digits() -> None:
    text = "ش" * 20_001
    answer = Client().post("/help/request/", {"email": "omar@example.com", "text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page
    assert "٢٠٬٠٠١" in page
    (field,) = lxml_html.fromstring(page).xpath("//textarea[@name='text']")
    assert field.get("maxlength") is None, "a browser would cut a paste in silence"


@pytest.mark.usefixtures("cast")
def test_errors_stand_beside_their_fields_and_in_a_summary_that_leads_there() -> None:
    page = lxml_html.fromstring(Client().post("/help/request/", {"email": "لا شيء", "text": ""}).content)
    assert page.xpath("//*[@role='alert']//a/@href") == ["#id_text", "#id_email"]
    for name in ("text", "email"):
        (field,) = page.xpath(f"//*[@name='{name}']")
        assert field.get("aria-invalid") == "true"
        assert page.get_element_by_id(f"id_{name}_error").text_content().strip()
        assert f"id_{name}_error" in field.get("aria-describedby")
    assert len(page.xpath("//main//form//*[@required]")) <= 3


def test_another_hosts_name_is_refused_and_stands_in_no_link(cast: Cast, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["help.example.com"]
    entries = {"email": "omar@example.com", "text": WORDS}
    assert Client().post("/help/request/", entries, headers={"host": "evil.example"}).status_code == 400
    assert not Ticket.objects.exists()
    settings.ALLOWED_HOSTS = ["*"]
    assert Client().post("/help/request/", entries, headers={"host": "evil.example"}).status_code == 302
    assert "evil.example" not in Delivery.objects.get().text


def test_what_was_typed_stays_when_there_was_too_much(cast: Cast) -> None:
    for number in range(20):
        send(email=f"a{number}@example.com")
    answer = Client().post("/help/request/", {"email": "omar@example.com", "text": WORDS})
    assert answer.status_code == 429
    assert WORDS in answer.content.decode()


def test_the_notice_and_the_kinds_that_were_set(cast: Cast) -> None:
    change_preferences(
        {"help.notice_ar": "انقطاع في حي النرجس", "tickets.kinds": ["complaint", "data_rights"]},
        by=cast.salman,
        role="admin",
    )
    page = Client().get("/help/request/").content.decode()
    assert "انقطاع في حي النرجس" in page
    assert 'value="complaint"' in page
    assert 'value="praise"' not in page


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


def notes_in(page: bytes) -> list[str]:
    """The signed notes of the files that wait on this page."""
    return [str(note) for note in lxml_html.fromstring(page).xpath("//input[@name='kept']/@value")]


def test_files_wait_while_something_else_is_corrected(cast: Cast) -> None:
    entries = {"text": WORDS, "email": "omar@", "attachments": SimpleUploadedFile("إيصال.png", make.PNG, "image/png")}
    first = Client().post("/help/request/", entries)
    assert "إيصال.png" in first.content.decode()
    (note,) = notes_in(first.content)
    more = SimpleUploadedFile("صورة.png", make.PNG, "image/png")
    second = Client().post(
        "/help/request/", {"text": "", "email": "omar@example.com", "kept": note, "attachments": more}
    )
    notes = notes_in(second.content)
    assert len(notes) == 2
    assert (
        Client().post("/help/request/", {"text": WORDS, "email": "omar@example.com", "kept": notes}).status_code == 302
    )
    files = Ticket.objects.get().messages.get().attachments.order_by("pk")
    assert [file.name for file in files] == ["إيصال.png", "صورة.png"]


def test_a_note_that_we_did_not_write_brings_no_file(cast: Cast) -> None:
    answer = Client().post("/help/request/", {"text": WORDS, "email": "omar@example.com", "kept": "attachments/aa/bb"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Ticket.objects.exists()


def test_files_that_nobody_sent_again_are_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    (waiting,) = kept.keep_files([make.file()])
    kept.forget_files()
    assert len(kept.kept_files([waiting.note])) == 1
    monkeypatch.setattr(kept, "LASTS", timedelta(seconds=-5))
    assert kept.forget_files() >= 1
    with pytest.raises(kept.FileGone):
        kept.kept_files([waiting.note])
