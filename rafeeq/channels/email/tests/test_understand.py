"""Who speaks in a mail, and what a forward or a claimed sender may do."""

import pytest

from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.models import Account
from rafeeq.tickets.models import Message
from tests.cast import Cast
from tests.letters import DESK, letter

from .conftest import Post

FORWARD = """للمتابعة من فضلكم

---------- الرسالة المُعاد توجيهها ----------
من: منى العسيري <mona@example.com>
التاريخ: الأحد، 22 نوفمبر 2026 9:15 ص
الموضوع: تأخر شحنتي
إلى: <noura@rafeeq.example>

لم تصل الشحنة منذ أسبوعين.
"""
VOUCHED = ("Authentication-Results", "mx.rafeeq.example; dkim=pass; spf=pass; dmarc=pass header.from=rafeeq.example")


@pytest.fixture(autouse=True)
def mailbox(cast: Cast) -> Account:
    """The desk's mailbox, whose server vouches for senders under its name."""
    return Account.objects.create(name="الدعم", address=DESK, options={"authserv_id": "mx.rafeeq.example"})


def forward(key: str, *above: tuple[str, str]) -> Message:
    raw = letter(FORWARD, sender=f"زميل <{key}@rafeeq.example>", subject="Fwd: تأخر شحنتي", above=above)
    message = receive_raw(raw).message
    assert message is not None
    return message


def test_a_forward_by_a_person_of_ours_is_the_customers(cast: Cast, post: Post) -> None:
    message = forward("noura", VOUCHED)
    assert message.customer is not None
    assert [address.value for address in message.customer.addresses.all()] == ["mona@example.com"]
    assert message.customer.name == "منى العسيري"
    assert message.forwarded_by == cast.noura
    assert (message.subject, message.text) == ("تأخر شحنتي", "لم تصل الشحنة منذ أسبوعين.")
    note = message.ticket.notes.get()
    assert note.user == cast.noura
    assert "للمتابعة" in note.text  # what she wrote above it stays between ourselves
    assert "للمتابعة" not in message.text + message.quoted + message.html


@pytest.mark.parametrize(
    "above",
    [
        (),
        (("Authentication-Results", "mx.rafeeq.example; dmarc=fail"),),
        (("Authentication-Results", "evil.example; dmarc=pass"),),
        (("Authentication-Results", "mx.rafeeq.example; dmarc=none"), VOUCHED),  # the sender wrote the lower one
        (("Authentication-Results", "mx.rafeeq.example.evil.example; dmarc=pass"),),
    ],
    ids=["nobody vouches", "failed", "another server", "an older line", "a longer name"],
)
def test_whoever_only_claims_to_be_one_of_us_is_a_customer(
    cast: Cast, post: Post, above: tuple[tuple[str, str], ...]
) -> None:
    message = forward("noura", *above)
    assert message.customer is not None
    assert [address.value for address in message.customer.addresses.all()] == ["noura@rafeeq.example"]
    assert message.forwarded_by is None
    assert message.user is None
    assert message.direction == "in"


def test_one_who_was_removed_has_no_more_say(cast: Cast, post: Post) -> None:
    message = forward("badr", VOUCHED)
    assert message.forwarded_by is None
    assert message.customer is not None
    assert [address.value for address in message.customer.addresses.all()] == ["badr@rafeeq.example"]


def test_a_customers_forward_stays_the_customers(cast: Cast, post: Post) -> None:
    raw = letter(FORWARD, subject="Fwd: تأخر شحنتي", above=(VOUCHED,))
    message = receive_raw(raw).message
    assert message is not None
    assert (message.customer, message.forwarded_by) == (cast.sara, None)


def test_a_mailbox_whose_server_vouches_for_nobody_trusts_nobody(cast: Cast, post: Post, mailbox: Account) -> None:
    mailbox.options = {}
    mailbox.save()
    assert forward("noura", ("Authentication-Results", "; dmarc=pass")).forwarded_by is None


def test_our_own_mail_forwarded_makes_us_nobodys_customer(cast: Cast, post: Post) -> None:
    raw = letter(
        FORWARD.replace("mona@example.com", DESK), sender="noura@rafeeq.example", subject="Fwd: x", above=(VOUCHED,)
    )
    message = receive_raw(raw).message
    assert message is not None
    assert message.forwarded_by is None


def test_arabic_and_english_are_told_apart(cast: Cast, post: Post) -> None:
    for words, subject, language in (("أين طلبي؟", "طلب", "ar"), ("Where is my order? I paid.", "Order", "en")):
        row = receive_raw(letter(words, subject=subject))
        assert row.ticket is not None
        assert row.ticket.language == language


def test_html_that_could_harm_is_cleaned(cast: Cast, post: Post) -> None:
    html = '<p dir="rtl">مرحبًا</p><script>alert(1)</script><img src="x" onerror="alert(1)">'
    message = receive_raw(letter(html=html)).message
    assert message is not None
    assert 'dir="rtl"' in message.html
    assert "script" not in message.html
    assert "onerror" not in message.html
