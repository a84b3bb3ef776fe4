"""What strangers sent can be seen and saved, and can do nothing."""

from django.http import HttpResponse
from django.test import Client

from rafeeq.lib.html import clean
from rafeeq.tickets.models import Attachment, Message, Ticket
from tests import make
from tests.cast import Cast, signed_in

DRESSED = clean(
    '<div dir="rtl"><p>مرحبًا</p><img src="cid:logo"><img src="https://tracker.example/pixel.png">'
    "<script>alert(1)</script></div>"
)


def with_file(**more: object) -> tuple[Ticket, Attachment]:
    ticket = make.ticket(files=(make.file(**more),))  # type: ignore[arg-type]
    return ticket, Attachment.objects.get()


def fetched(client: Client, ticket: Ticket, file: Attachment, query: str = "") -> HttpResponse:
    return client.get(f"/inbox/{ticket.number}/attachments/{file.pk}/{query}")  # type: ignore[return-value]


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_is_a_download_under_its_own_name(cast: Cast) -> None:
    ticket, file = with_file(name="إيصال الدفع.png")
    answer = fetched(signed_in(cast.noura), ticket, file)
    assert body(answer) == make.PNG
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%D8%A5%D9%8A%D8%B5%D8%A7%D9%84" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_page_among_the_files_is_served_as_bytes(cast: Cast) -> None:
    ticket, file = with_file(name="فاتورة.html", content=b"<html><script>alert(1)</script>", content_type="text/html")
    answer = fetched(signed_in(cast.noura), ticket, file)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert fetched(signed_in(cast.noura), ticket, file, "?inline=1").status_code == 404


def test_a_picture_is_shown_inside_when_asked(cast: Cast) -> None:
    ticket, file = with_file(content_id="logo", is_inline=True)
    answer = fetched(signed_in(cast.noura), ticket, file, "?inline=1")
    assert (answer["Content-Disposition"], answer["Content-Type"]) == ("inline", "image/png")
    assert body(answer) == make.PNG


def test_a_program_that_calls_itself_a_picture_is_marked_and_never_shown_inside(cast: Cast) -> None:
    ticket, file = with_file(name="صورة.png", content=b"MZ\x90\x00" + bytes(300))
    client = signed_in(cast.noura, "en")
    assert "May be harmful" in client.get(f"/inbox/{ticket.number}/").content.decode()
    assert fetched(client, ticket, file, "?inline=1").status_code == 404


def test_a_file_opens_only_under_its_own_ticket(cast: Cast) -> None:
    _ticket, file = with_file()
    other = make.ticket()
    assert fetched(signed_in(cast.noura), other, file).status_code == 404


def test_a_notes_file_is_reached_by_staff(cast: Cast) -> None:
    ticket = make.ticket()
    make.noted(ticket, cast.noura, files=(make.file(),))
    assert body(fetched(signed_in(cast.khaled), ticket, Attachment.objects.get())) == make.PNG


class TestLetter:
    """A message as its sender laid it out, in a document of its own."""

    def shown(self, cast: Cast, query: str = "") -> HttpResponse:
        ticket = make.ticket("مرحبًا", html=DRESSED, files=(make.file(content_id="logo", is_inline=True),))
        message = Message.objects.get(ticket=ticket)
        answer = signed_in(cast.noura).get(f"/inbox/{ticket.number}/messages/{message.pk}/html/{query}")
        assert answer.status_code == 200
        return answer  # type: ignore[return-value]

    def test_no_script_and_nothing_from_outside(self, cast: Cast) -> None:
        answer = self.shown(cast)
        page, policy = answer.content.decode(), answer["Content-Security-Policy"]
        assert "<script" not in page
        assert ' src="https://tracker.example' not in page
        assert "default-src 'none'" in policy
        assert "img-src 'self' data:;" in policy
        assert "sandbox " in policy
        assert "allow-scripts" not in policy
        assert "script-src" not in policy
        assert answer["Referrer-Policy"] == "no-referrer"

    def test_only_our_own_page_may_frame_it(self, cast: Cast) -> None:
        answer = self.shown(cast)
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]

    def test_its_own_pictures_are_shown(self, cast: Cast) -> None:
        page = self.shown(cast).content.decode()
        file = Attachment.objects.get()
        assert f'src="/inbox/{Message.objects.get().ticket_id}/attachments/{file.pk}/?inline=1"' in page

    def test_pictures_from_outside_come_only_when_asked_for(self, cast: Cast) -> None:
        assert "?images=1" in self.shown(cast).content.decode()
        asked = self.shown(cast, "?images=1")
        assert 'src="https://tracker.example/pixel.png"' in asked.content.decode()
        assert "img-src 'self' data: https: http:;" in asked["Content-Security-Policy"]
        assert "?images=1" not in asked.content.decode()

    def test_a_message_opens_only_under_its_own_ticket(self, cast: Cast) -> None:
        make.ticket(html=DRESSED)
        message = Message.objects.get()
        other = make.ticket(html=DRESSED)
        assert signed_in(cast.noura).get(f"/inbox/{other.number}/messages/{message.pk}/html/").status_code == 404
