"""The mailbox pages as an administrator uses them."""

import re
from typing import Any

import pytest

from rafeeq.channels.email import vault
from rafeeq.channels.email.presets import for_address
from rafeeq.channels.models import Account
from rafeeq.system.models import AuditEntry
from tests.cast import Cast, signed_in

from . import post_office
from .post_office import PASSWORD

pytestmark = pytest.mark.pages

ENTERED = {
    "name": "العناية", "address": "care@oasis.example", "sender_name": "واحة", "user": "care@oasis.example",
    "password": PASSWORD, "imap_host": "imap.oasis.example", "imap_port": "993", "imap_security": "tls",
    "imap_folder": "INBOX", "own_smtp": "on", "smtp_host": "smtp.oasis.example", "smtp_port": "465",
    "smtp_security": "tls", "smtp_login": "on", "signature_ar": "مع التحية", "do": "save",
}  # fmt: skip


def added(cast: Cast, **more: str) -> Account:
    answer = signed_in(cast.salman).post("/settings/mailboxes/new/", ENTERED | more)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Account.objects.latest("pk")


def page_of(cast: Cast, account: Account) -> str:
    return signed_in(cast.salman).get(f"/settings/mailboxes/{account.pk}/").content.decode()


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_an_address_is_enough_for_known_providers(cast: Cast) -> None:
    page = signed_in(cast.salman).get("/settings/mailboxes/new/", {"address": "shop@gmail.com"}).content.decode()
    assert 'value="imap.gmail.com"' in page
    assert 'value="smtp.gmail.com"' in page
    assert for_address("x@oasis.example").imap.host == "mail.oasis.example"
    wrong = signed_in(cast.salman).get("/settings/mailboxes/new/", {"address": "لا عنوان"})
    assert wrong.status_code == 422


def test_a_password_is_sealed_and_never_shown_again(cast: Cast) -> None:
    account = added(cast)
    assert vault.opened(account.secrets) == {"imap": PASSWORD, "smtp": PASSWORD}
    assert PASSWORD not in page_of(cast, account)
    assert PASSWORD not in account.secrets
    assert PASSWORD not in repr(list(AuditEntry.objects.values()))


def test_an_empty_password_keeps_the_stored_one(cast: Cast) -> None:
    account = added(cast)
    client = signed_in(cast.salman)
    change = ENTERED | {"password": "", "sender_name": "اسم جديد", "seen": seen_in(page_of(cast, account))}
    assert client.post(f"/settings/mailboxes/{account.pk}/", change).status_code == 302
    account.refresh_from_db()
    assert (account.sender_name, vault.opened(account.secrets)["imap"]) == ("اسم جديد", PASSWORD)
    entry = AuditEntry.objects.get(what="mailbox.changed")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["sender_name"], entry.after["sender_name"]) == ("واحة", "اسم جديد")


@pytest.mark.parametrize("elsewhere", [{"imap_host": "evil.example"}, {"smtp_host": "evil.example"}, {"user": "other"}])
def test_a_stored_password_is_told_to_no_other_server(cast: Cast, elsewhere: dict[str, str]) -> None:
    account = added(cast)
    change = ENTERED | {"password": "", "seen": seen_in(page_of(cast, account))} | elsewhere
    for do in ("save", "test"):
        answer = signed_in(cast.salman).post(f"/settings/mailboxes/{account.pk}/", change | {"do": do})
        assert answer.status_code == 422, do
    account.refresh_from_db()
    assert account.options["imap"]["host"] == "imap.oasis.example"


def test_a_password_survives_a_test_without_script(cast: Cast, settings: Any) -> None:
    settings.RAFEEQ_PRIVATE_MAIL = True
    with post_office.imap() as incoming, post_office.smtp() as (outgoing, _handler):
        local = ENTERED | {
            "imap_host": "127.0.0.1", "imap_port": str(incoming), "imap_security": "none",
            "smtp_host": "127.0.0.1", "smtp_port": str(outgoing), "smtp_security": "none",
        }  # fmt: skip
        client = signed_in(cast.salman)
        page = client.post("/settings/mailboxes/new/", local | {"do": "test"}).content.decode()
        assert page.count("finding good") == 2, page
        assert not Account.objects.exists()
        kept = re.search(r'name="kept" value="([^"]+)"', page)
        assert kept
        assert PASSWORD not in page
        saved = client.post("/settings/mailboxes/new/", local | {"password": "", "kept": kept[1]})
        stolen = client.post(
            "/settings/mailboxes/new/",
            local | {"password": "", "kept": kept[1], "name": "x", "imap_host": "evil.example"},
        )
    assert (saved.status_code, stolen.status_code) == (302, 422)
    assert vault.opened(Account.objects.get().secrets)["imap"] == PASSWORD


def test_two_administrators_at_once(cast: Cast) -> None:
    account = added(cast)
    seen = seen_in(page_of(cast, account))
    client, where = signed_in(cast.salman), f"/settings/mailboxes/{account.pk}/"
    assert client.post(where, ENTERED | {"sender_name": "الأول", "seen": seen}).status_code == 302
    late = client.post(where, ENTERED | {"sender_name": "الثاني", "seen": seen})
    assert late.status_code == 409
    page = late.content.decode()
    assert all(words in page for words in ("الأول", "الثاني", cast.salman.name))
    assert page.count('<dl class="versions">') == 1, "only the field in which the two differ"
    assert PASSWORD not in page
    assert Account.objects.get().sender_name == "الأول"
    again = client.post(where, ENTERED | {"sender_name": "الثاني", "seen": seen_in(late.content.decode())})
    assert again.status_code == 302
    assert Account.objects.get().sender_name == "الثاني"


def test_resting_and_removing(cast: Cast) -> None:
    account = added(cast)
    client, where = signed_in(cast.salman), f"/settings/mailboxes/{account.pk}/"
    client.post(f"{where}pause/", {"active": "0"})
    assert Account.objects.get().is_active is False
    client.post(f"{where}removal/", {"name": "something else"})
    assert Account.objects.exists(), "a slip of the hand removes nothing"
    client.post(f"{where}removal/", {"name": account.name})
    assert client.get(where).status_code == 404
    assert list(AuditEntry.objects.order_by("pk").values_list("what", flat=True)) == [
        "mailbox.added", "mailbox.paused", "mailbox.removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "no address"}, {"imap_port": "99999"}, {"imap_host": "a b"}, {"imap_host": "x" * 20_000},
        {"name": "😀" * 20_000}, {"password": ""}, {"smtp_host": ""}, {"imap_security": "rot13"}, {"name": ""},
        {"imap_host": "host\r\nEVIL"}, {"team": "999999"},
    ],
)  # fmt: skip
def test_what_cannot_be_a_mailbox_comes_back_with_a_sentence(cast: Cast, wrong: dict[str, str]) -> None:
    answer = signed_in(cast.salman).post("/settings/mailboxes/new/", ENTERED | wrong)
    assert answer.status_code == 422
    assert 'class="form-errors"' in answer.content.decode()
    assert not Account.objects.exists()


def test_a_name_that_is_taken(cast: Cast) -> None:
    added(cast)
    answer = signed_in(cast.salman).post("/settings/mailboxes/new/", ENTERED)
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["noura", "khaled", "huda", "aziz", "majed", "reem"])
def test_nobody_but_administrators(cast: Cast, name: str) -> None:
    account = added(cast)
    client = signed_in(cast.staff()[name])
    for path in ("", "new/", f"{account.pk}/", f"{account.pk}/trial/arrival/"):
        assert client.get(f"/settings/mailboxes/{path}").status_code == 403, path
    for path in (f"{account.pk}/", f"{account.pk}/pause/", f"{account.pk}/removal/", f"{account.pk}/trial/"):
        assert client.post(f"/settings/mailboxes/{path}", ENTERED).status_code == 403, path


def test_the_list_tells_states_in_words(cast: Cast) -> None:
    account = added(cast)
    Account.objects.filter(pk=account.pk).update(last_error="LoginError: nope", last_error_at="2026-01-02T00:00Z")
    page = signed_in(cast.salman, "en").get("/settings/mailboxes/").content.decode()
    assert "Cannot be fetched" in page
    assert "LoginError: nope" in page
