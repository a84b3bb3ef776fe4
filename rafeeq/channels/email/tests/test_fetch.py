"""Where fetching stands in a mailbox: nothing passed over, nothing too large, one trouble at a time."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from rafeeq.channels.email import intake
from rafeeq.channels.email.actions import add_account
from rafeeq.channels.email.fetch import fetch_new
from rafeeq.channels.email.intake import Intake
from rafeeq.channels.models import Account
from rafeeq.system import spool
from rafeeq.tickets.models import Message
from tests.cast import Cast
from tests.letters import letter

from .conftest import Post


class Mailbox:
    """A mailbox as the IMAP library shows it; what each command answers is kept small enough to see."""

    def __init__(self, *mails: bytes, validity: int = 7) -> None:
        self.mails = dict(enumerate(mails, start=1))
        self.seen: set[int] = set()
        self.arrived: dict[int, date] = {}
        self.validity = validity
        self.claims: dict[int, int] = {}  # sizes that the server tells instead of the true ones
        self.broken: dict[int, Exception] = {}
        self.fetched: list[tuple[int, str]] = []

    def select_folder(self, _folder: str) -> dict[bytes, int]:
        return {b"UIDVALIDITY": self.validity, b"UIDNEXT": max(self.mails, default=0) + 1}

    def search(self, criteria: list[Any]) -> list[int]:
        if criteria[0] == "UID":
            first = int(criteria[1].split(":")[0])
            found = [uid for uid in self.mails if uid >= first]
            return found or [max(self.mails)]  # "n:*" always names the last one
        since = criteria[3] if criteria[0] == "OR" else None
        return [
            uid for uid in self.mails if uid not in self.seen or (since and self.arrived.get(uid, date.min) >= since)
        ]

    def fetch(self, uids: list[int], parts: list[str]) -> dict[int, dict[bytes, Any]]:
        [uid], [part] = uids, parts
        self.fetched.append((uid, part))
        if uid in self.broken:
            raise self.broken[uid]
        if uid not in self.mails:
            return {}
        raw = self.mails[uid]
        head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        answers = {
            "RFC822.SIZE": (b"RFC822.SIZE", self.claims.get(uid, len(raw))),
            "BODY.PEEK[]": (b"BODY[]", raw),
            "BODY.PEEK[HEADER]": (b"BODY[HEADER]", head),
        }
        return {uid: dict([answers[part]])}

    def add_flags(self, uids: list[int], flags: list[bytes], *, silent: bool) -> None:
        self.seen.update(uids)


@pytest.fixture
def account(cast: Cast, post: Post) -> Account:
    """A mailbox that was never fetched."""
    return add_account(name="الدعم", address="support@rafeeq.example", imap="imap://u:p@127.0.0.1")


def fetched(mailbox: Mailbox, account: Account) -> int:
    count: int = fetch_new(mailbox, account, "INBOX")
    account.refresh_from_db()
    return count


def waiting() -> list[Path]:
    return list(spool.waiting(intake.folder()))


def test_at_first_only_what_is_unread_is_new(account: Account) -> None:
    mailbox = Mailbox(letter("قديمة"), letter("جديدة"))
    mailbox.seen = {1}
    assert fetched(mailbox, account) == 1
    Intake().drain()
    assert Message.objects.get().text == "جديدة"
    assert account.place == {"INBOX": {"validity": 7, "uid": 2}}
    assert Message.objects.get().account == "الدعم"


def test_later_what_is_new_counts_even_if_somebody_has_read_it(account: Account) -> None:
    mailbox = Mailbox(letter("1"))
    fetched(mailbox, account)
    mailbox.mails[2] = letter("2")
    mailbox.seen.add(2)
    assert fetched(mailbox, account) == 1
    assert fetched(mailbox, account) == 0
    assert len(waiting()) == 2


def test_looking_marks_nothing_read_before_it_is_safe(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> Path:
        raise OSError(28, "No space left on device")

    mailbox = Mailbox(letter("1"))
    with monkeypatch.context() as disk:
        disk.setattr(spool, "put", full)
        with pytest.raises(OSError, match="No space"):
            fetch_new(mailbox, account, "INBOX")
    assert mailbox.seen == set()
    account.refresh_from_db()
    assert account.place["INBOX"]["missed"] == [1]
    assert all("PEEK" in part or "SIZE" in part for _uid, part in mailbox.fetched)
    assert fetched(mailbox, account) == 1


def test_a_mail_that_is_gone_meanwhile_is_no_trouble(account: Account) -> None:
    mailbox = Mailbox(letter("1"))
    fetched(mailbox, account)
    usual = mailbox.search
    mailbox.search = lambda criteria: [*usual(criteria), 9]  # type: ignore[method-assign]
    fetched(mailbox, account)
    assert account.place["INBOX"]["uid"] == 9


def test_a_mail_over_the_limit_leaves_its_head_and_says_so(account: Account) -> None:
    mailbox = Mailbox(letter("طويلة جدًا", subject="تقرير كامل"))
    mailbox.claims[1] = 80 * 1024 * 1024
    fetched(mailbox, account)
    assert "BODY.PEEK[]" not in [part for _uid, part in mailbox.fetched]
    Intake().drain()
    message = Message.objects.get()
    assert (message.subject, message.customer is not None) == ("تقرير كامل", True)
    assert "80" in message.text


@pytest.mark.parametrize("fault", [IMAPClientError, IMAPClientAbortError, TimeoutError])
def test_one_mail_that_the_server_cannot_hand_out_does_not_stop_the_others(
    account: Account, fault: type[Exception]
) -> None:
    mailbox = Mailbox(letter("1"))
    fetched(mailbox, account)
    mailbox.mails |= {2: letter("2"), 3: letter("3"), 4: letter("4")}
    mailbox.broken = {2: fault("the server cannot read its own file")}
    for _round in range(2):  # some servers close the connection over it, and it is opened anew
        try:
            fetched(mailbox, account)
        except fault:
            account.refresh_from_db()
    assert len(waiting()) == 3
    assert account.place["INBOX"] == {"validity": 7, "uid": 4, "missed": [2]}
    mailbox.broken = {}
    assert fetched(mailbox, account) == 1
    Intake().drain()
    assert sorted(Message.objects.values_list("text", flat=True)) == ["1", "2", "3", "4"]
    mailbox.fetched.clear()
    assert fetched(mailbox, account) == 0
    assert mailbox.fetched == []


def test_after_renumbering_everything_since_the_last_look_is_looked_at(account: Account) -> None:
    mailbox = Mailbox(letter("1"))
    fetched(mailbox, account)
    mailbox.validity = 8
    mailbox.mails = {1: letter("قديمة جدًا"), 2: mailbox.mails[1], 3: letter("فاتتنا وقرأها زميل")}
    mailbox.seen = {1, 2, 3}
    mailbox.arrived = {1: date(2020, 1, 1), 2: date.today(), 3: date.today()}
    fetched(mailbox, account)
    Intake().drain()
    assert sorted(Message.objects.values_list("text", flat=True)) == ["1", "فاتتنا وقرأها زميل"]
    assert account.place["INBOX"] == {"validity": 8, "uid": 3}
