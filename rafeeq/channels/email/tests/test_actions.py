"""Mailboxes as operators enter them."""

import pytest
from django.core.exceptions import ValidationError

from rafeeq.channels.email import vault
from rafeeq.channels.email.actions import add_account, note_success, note_trouble
from rafeeq.channels.models import Account
from rafeeq.system.models import AuditEntry
from tests.cast import Cast

pytestmark = pytest.mark.own_sql


def test_a_mailbox_is_read_from_its_addresses(cast: Cast) -> None:
    made = add_account(
        name=" الدعم ",
        address="Support@Rafeeq.example",
        imap="imaps://support%40rafeeq.example:p%C3%A4ss%2Fwort@mail.example/Anfragen",
        smtp="smtp+tls://user:geheim@smtp.example:2525",
        team=cast.billing,
    )
    assert (made.name, made.address) == ("الدعم", "support@rafeeq.example")
    assert made.options["imap"] == {
        "kind": "imap",
        "host": "mail.example",
        "port": 993,
        "security": "tls",
        "user": "support@rafeeq.example",
        "folder": "Anfragen",
    }
    assert (made.options["smtp"]["port"], made.options["smtp"]["security"]) == (2525, "starttls")
    assert vault.opened(made.secrets) == {"imap": "päss/wort", "smtp": "geheim"}


def test_no_password_stands_anywhere_in_the_open(cast: Cast) -> None:
    made = add_account(name="الدعم", address="a@b.example", imap="imap://u:geheimnis@h", by=cast.salman)
    row = Account.objects.filter(pk=made.pk).values().get()
    entry = AuditEntry.objects.filter(what="mailbox.added").values().get()
    assert "geheimnis" not in f"{row} {entry}"


@pytest.mark.parametrize(
    "url", ["http://h", "imap:", "imap://", "smtp://h", "imap://u:geheim@h:port", "imap://u:geheim@h:99999", "support"]
)
def test_what_is_no_mailbox_is_refused_without_showing_the_password(cast: Cast, url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_account(name="الدعم", address="a@b.example", imap=url)
    assert "geheim" not in " ".join(refused.value.messages)
    assert not Account.objects.exists()


@pytest.mark.parametrize(("name", "address"), [("", "a@b.example"), ("الدعم", "a@b.example"), ("آخر", "nobody")])
def test_a_name_is_needed_once_and_an_address_must_be_one(cast: Cast, name: str, address: str) -> None:
    add_account(name="الدعم", address="support@b.example")
    with pytest.raises(ValidationError):
        add_account(name=name, address=address)


def test_success_wipes_the_trouble_away(cast: Cast) -> None:
    account = add_account(name="الدعم", address="a@b.example")
    note_trouble(account, "x" * 5000)
    account.refresh_from_db()
    assert (len(account.last_error), account.last_error_at is None) == (2000, False)
    note_success(account, place={"INBOX": {"validity": 1, "uid": 2}})
    account.refresh_from_db()
    assert (account.last_error, account.place["INBOX"]["uid"]) == ("", 2)
    assert account.last_success_at is not None
