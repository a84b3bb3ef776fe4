"""Messages and files by the API."""

import pytest

from rafeeq.api.tests.bodies import HEARD, NOTE, REPLY, file
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.api.views import talk
from rafeeq.tickets.models import Attachment, Delivery, Message, Note
from tests import make
from tests.cast import Cast


def test_a_reply_leaves_for_the_customer(cast: Cast) -> None:
    ticket = make.ticket()
    answer = Caller(cast.noura).post(
        f"tickets/{ticket.number}/messages", REPLY | {"html": "<p>أهلًا<script>x</script></p>"}
    )
    said = answer.json()
    assert (answer.status_code, said["direction"], said["text"]) == (201, "out", REPLY["text"])
    assert said["author"] == {"kind": "staff", "id": cast.noura.pk, "name": "نورة القحطاني"}
    assert "script" not in said["html"]
    assert said["delivery"]["state"] == "waiting"
    assert Delivery.objects.get(message__isnull=False).recipient == "sara@example.com"
    now = Caller(cast.noura).get(f"tickets/{ticket.number}").json()
    assert (now["status"], now["assignee"]["id"]) == ("waiting", cast.noura.pk)
    assert now["first_reply_at"] == said["at"]


def test_a_note_stays_between_ourselves(cast: Cast) -> None:
    ticket = make.ticket()
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/messages", NOTE)
    assert (answer.status_code, answer.json()["direction"], answer.json()["delivery"]) == (201, "note", None)
    assert (Note.objects.count(), Message.objects.count(), Delivery.objects.count()) == (1, 1, 0)


def test_what_the_customer_said_by_phone_is_the_customers_word(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("unconfirmed", agent=cast.noura, supervisor=cast.khaled)
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/messages", HEARD)
    assert (answer.status_code, answer.json()["author"]["kind"]) == (201, "customer")
    now = Caller(cast.noura).get(f"tickets/{ticket.number}").json()
    assert (now["status"], now["outcome"]) == ("open", "open")


def test_diacritics_are_kept(cast: Cast) -> None:
    ticket, text = make.ticket(), "حُلَّتْ مُشكِلتُكِ، شُكْرًا لِصَبْرِكِ."
    assert Caller(cast.noura).post(f"tickets/{ticket.number}/messages", REPLY | {"text": text}).json()["text"] == text


@pytest.mark.parametrize("direction", ["out", "note", "in"])
def test_files_come_along_and_are_fetched_whole(cast: Cast, direction: str) -> None:
    ticket, caller = make.ticket(), Caller(cast.noura)
    files = [file("إيصال الدفع.png", make.PNG, "image/png"), file("../صفحة.html", b"<script>1</script>", "text/html")]
    body = {"direction": direction, "text": "", "attachments": files}
    picture, page = caller.post(f"tickets/{ticket.number}/messages", body).json()["attachments"]
    assert (picture["name"], picture["type"], picture["size"]) == ("إيصال الدفع.png", "image/png", len(make.PNG))
    assert (page["name"], page["type"]) == ("صفحة.html", "application/octet-stream")
    fetched = caller.get(picture["url"])
    assert (fetched.status_code, fetched.content) == (200, make.PNG)
    served = caller.get(page["url"])
    for answer in (fetched, served):
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served["Content-Type"] == "application/octet-stream"


def test_a_file_is_fetched_only_by_who_sees_its_ticket(cast: Cast) -> None:
    ticket = make.ticket()
    make.noted(ticket, cast.noura, files=(make.file(),))
    make.replied(ticket, cast.noura, files=(make.file(),))
    stranger, missing = Caller(cast.fahd), Caller(cast.fahd).get("attachments/999999")
    for attachment in Attachment.objects.all():
        answer = stranger.get(f"attachments/{attachment.pk}")
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert Caller(None).get(f"attachments/{attachment.pk}").status_code == 401


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"text": "  "}, "text", "blank"),
        ({"direction": "sms"}, "direction", "not_one_of"),
        ({"direction": "note", "html": "<p>x</p>"}, "html", "not_possible_here"),
        ({"direction": "in", "html": "<p>x</p>"}, "html", "not_possible_here"),
        ({"attachments": [{"name": "a", "content": "???"}]}, "attachments.0.content", "not_base64"),
        ({"attachments": [{"name": "a", "content": 3}]}, "attachments.0.content", "not_base64"),
        ({"attachments": [{"content": ""}]}, "attachments.0.name", "missing"),
        ({"attachments": {}}, "attachments", "not_a_list"),
        ({"attachments": [file("a", b"a")] * 51}, "attachments", "too_many"),
    ],
)
def test_a_message_that_cannot_be_taken_names_the_field(
    cast: Cast, change: dict[str, object], field: str, code: str
) -> None:
    ticket = make.ticket()
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/messages", REPLY | change)
    assert (answer.status_code, fields_at_fault(answer)) == (422, {field: code})
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)


def test_attachments_have_a_common_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "LARGEST_FILES", 10)
    ticket, caller = make.ticket(), Caller(cast.noura)
    within, above = [file("أ", b"12345"), file("ب", b"12345")], [file("أ", b"12345"), file("ب", b"123456")]
    assert caller.post(f"tickets/{ticket.number}/messages", REPLY | {"attachments": within}).status_code == 201
    answer = caller.post(f"tickets/{ticket.number}/messages", REPLY | {"attachments": above})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert Attachment.objects.count() == 2
