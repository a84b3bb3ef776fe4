"""Files come in pieces, go on where they stopped, and go along with what is said; nobody else reaches them."""

import hashlib
import json
import struct
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from rafeeq.inbox.actions import uploads
from rafeeq.inbox.models import Upload
from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.system.storage import read
from rafeeq.tickets.models import Attachment, Message, Ticket
from tests import make
from tests.cast import Cast, signed_in

CONTENT = bytes(range(256)) * 40


def begun(client: Client, ticket: Ticket, content: bytes = CONTENT, **more: Any) -> str:
    told = {"kind": "reply", "name": "عقد الإيجار.bin", "type": "application/octet-stream", "size": len(content)} | more
    answer = client.post(f"/inbox/{ticket.number}/uploads/", told)
    assert answer.status_code == 201, answer.content
    key: str = answer.json()["key"]
    return key


def put(
    client: Client, ticket: Ticket, key: str, offset: int, piece: bytes, digest: str | None = None
) -> tuple[int, Any]:
    answer = client.put(
        f"/inbox/{ticket.number}/uploads/{key}/",
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset), "Upload-Digest": digest or hashlib.sha256(piece).hexdigest()},
    )
    return answer.status_code, json.loads(answer.content).get("offset") if answer.content else None


def arrived(client: Client, ticket: Ticket, content: bytes = CONTENT, **more: Any) -> str:
    key = begun(client, ticket, content, **more)
    assert put(client, ticket, key, 0, content) == (200, len(content))
    return key


def test_it_goes_on_where_it_stopped(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    key = begun(client, ticket)
    assert put(client, ticket, key, 0, CONTENT[:4000]) == (200, 4000)
    assert client.get(f"/inbox/{ticket.number}/uploads/{key}/").json()["offset"] == 4000
    assert client.head(f"/inbox/{ticket.number}/uploads/{key}/")["Upload-Offset"] == "4000"
    assert put(client, ticket, key, 0, CONTENT[:4000]) == (409, 4000), "the same piece twice"
    assert put(client, ticket, key, 4000, CONTENT[4000:], digest="0" * 64) == (422, 4000), "damaged on its way"
    assert put(client, ticket, key, 4000, CONTENT[4000:] + b"more")[0] == 422
    assert put(client, ticket, key, 4000, CONTENT[4000:]) == (200, len(CONTENT))
    assert "عقد الإيجار.bin" in shown(client, f"/inbox/{ticket.number}/")

    sent(client, f"/inbox/{ticket.number}/replies/", text="المرفق", upload=[key])
    file = Attachment.objects.get()
    assert (file.name, file.size, read(file.stored)) == ("عقد الإيجار.bin", len(CONTENT), CONTENT)
    assert not Upload.objects.exists()


def test_what_has_not_arrived_does_not_go_and_nothing_is_lost(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura, "en")
    key = begun(client, ticket)
    page = returned(client, f"/inbox/{ticket.number}/replies/", text="المرفق هنا", upload=[key])
    assert "has not fully arrived yet" in page
    assert "المرفق هنا" in page
    assert not Message.objects.filter(direction="out").exists()
    assert "is not there any more" in returned(client, f"/inbox/{ticket.number}/replies/", text="x", upload=["gone"])


def test_only_what_the_form_names_goes_along(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    arrived(client, ticket)
    sent(client, f"/inbox/{ticket.number}/replies/", text="بلا مرفق")
    assert not Attachment.objects.exists()
    assert Upload.objects.exists(), "a file of another window waits for its own message"


def test_sent_twice_it_goes_once(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    key = arrived(client, ticket)
    for _click in range(2):
        sent(client, f"/inbox/{ticket.number}/replies/", text="المرفق", upload=[key], once="mark")
    assert Attachment.objects.count() == 1


def test_nobody_else_reaches_it(cast: Cast) -> None:
    ticket = make.ticket()
    key = arrived(signed_in(cast.noura), ticket)
    where = f"/inbox/{ticket.number}/uploads/{key}/"
    for other in (cast.khaled, cast.salman, cast.fahd):
        client = signed_in(other)
        assert [client.get(where + more).status_code for more in ("", "picture/")] == [404, 404]
        assert client.put(where, b"x", headers={"Upload-Offset": "0"}).status_code == 404
        assert client.post(where + "removal/").status_code == 404
    assert "is not there any more" in returned(
        signed_in(cast.khaled, "en"), f"/inbox/{ticket.number}/replies/", text="x", upload=[key]
    )
    assert signed_in(cast.noura).get(f"/inbox/{make.ticket().number}/uploads/{key}/").status_code == 404


@pytest.mark.parametrize(("size", "status"), [(uploads.LARGEST, 201), (uploads.LARGEST + 1, 413), (0, 413), ("x", 422)])
def test_how_large_it_may_be(cast: Cast, size: object, status: int) -> None:
    answer = signed_in(cast.noura).post(
        f"/inbox/{make.ticket().number}/uploads/", {"kind": "reply", "size": size, "name": "ب"}
    )
    assert (answer.status_code, status == 201 or bool(answer.json()["error"])) == (status, True)


def test_how_many_there_may_be(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    monkeypatch.setattr(uploads, "OF_ONE_PERSON", 25)
    begun(client, ticket, b"x" * 20)
    told = {"kind": "note", "size": 10, "name": "ب"}
    assert client.post(f"/inbox/{ticket.number}/uploads/", told).status_code == 422
    monkeypatch.setattr(uploads, "FILES", 1)
    assert client.post(f"/inbox/{ticket.number}/uploads/", told | {"kind": "reply", "size": 1}).status_code == 422


def test_removed_or_forgotten_its_bytes_go_too(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    first, second = (arrived(client, ticket, name=name) for name in ("أ", "ب"))
    stored = [Upload.objects.get(key=key).parts[0][0] for key in (first, second)]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/inbox/{ticket.number}/uploads/{first}/removal/").status_code == 302
    Upload.objects.update(changed_at=timezone.now() - uploads.KEPT - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.sweep() == 1
    assert [default_storage.exists(name) for name in stored] == [False, False]


class TestPictures:
    """A picture of the clipboard stands between the words; one that no browser could draw is never shown."""

    def test_it_stands_where_its_name_stands(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura)
        key = arrived(client, ticket, make.PNG, name="لقطة-1.png", type="image/png", picture="1")
        answer = client.get(f"/inbox/{ticket.number}/uploads/{key}/picture/")
        assert (answer.status_code, answer.content) == (200, make.PNG)
        sent(client, f"/inbox/{ticket.number}/replies/", text="هنا:\n[صورة: لقطة-1.png]\n<b>انتهى</b>", upload=[key])
        message = Message.objects.get(direction="out")
        file = Attachment.objects.get()
        assert f'src="cid:{file.content_id}"' in message.html
        assert "&lt;b&gt;" in message.html
        letter = client.get(f"/inbox/{ticket.number}/messages/{message.pk}/html/").content.decode()
        assert f"/attachments/{file.pk}/?inline=1" in letter

    def test_too_large_to_draw(self, cast: Cast) -> None:
        huge = make.PNG[:16] + struct.pack(">II", 30_000, 30_000) + make.PNG[24:]
        ticket, client = make.ticket(files=(make.file(content=huge),)), signed_in(cast.noura)
        key = arrived(client, ticket, huge, name="كبيرة.png", type="image/png", picture="1")
        assert client.get(f"/inbox/{ticket.number}/uploads/{key}/picture/").status_code == 404
        file = Attachment.objects.get()
        assert client.get(f"/inbox/{ticket.number}/attachments/{file.pk}/?inline=1").status_code == 404
        assert client.get(f"/inbox/{ticket.number}/attachments/{file.pk}/").status_code == 200, "it can be saved"
