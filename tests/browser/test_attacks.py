"""Hostile text in every place that shows text: nothing runs, nothing is fetched from elsewhere, no dialog opens."""

from collections import Counter
from email.message import EmailMessage

import pytest
from playwright.sync_api import Dialog

from rafeeq.channels.email.intake import receive_raw
from rafeeq.flows.links import link_for
from rafeeq.lib.tests.xss_payloads import ALL as PAYLOADS
from rafeeq.tickets.models import Message
from tests import make
from tests.browser.conftest import Window
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_ONCE = 15
IN_ONE_TALK = 5  # mails; each talk is one page
# Within one line: what a mail's subject, a name, an address' comment or a file's name may carry.
ON_ONE_LINE = [payload for payload in PAYLOADS if payload.isprintable() and len(payload) < 200][:60]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def mail(number: int, payloads: list[str]) -> bytes:
    """A mail that says all of this in its HTML and its text, and one of it in its subject, sender's name and file."""
    written = EmailMessage()
    written["From"] = f"{ON_ONE_LINE[number % len(ON_ONE_LINE)]} <sara@example.com>".replace(",", " ")
    written["Subject"] = ON_ONE_LINE[(number * 7) % len(ON_ONE_LINE)]
    written["Message-ID"] = f"<attack-{number}@example.com>"
    if number % IN_ONE_TALK:
        written["In-Reply-To"] = f"<attack-{number - number % IN_ONE_TALK}@example.com>"
    joined = "\n".join(payloads).replace("\0", "")
    written.set_content(joined)
    written.add_alternative(f"<div dir=rtl>{joined}</div>", subtype="html")
    written.add_attachment(b"x", "application", "octet-stream", filename=ON_ONE_LINE[(number * 3) % len(ON_ONE_LINE)])
    return written.as_bytes()


def receive_all() -> list[Message]:
    """Every payload, some at once in one mail."""
    raw = [
        mail(number, PAYLOADS[start : start + AT_ONCE]) for number, start in enumerate(range(0, len(PAYLOADS), AT_ONCE))
    ]
    return [taken.message for one in raw if (taken := receive_raw(one)).message is not None]


def test_nothing_runs_anywhere(window: Window, cast: Cast) -> None:
    received = receive_all()
    assert len(received) == len(range(0, len(PAYLOADS), AT_ONCE))
    first = received[0].ticket
    for payload in ON_ONE_LINE[:20]:
        make.noted(first, cast.noura, payload)
        make.replied(first, cast.noura, payload)
    make.claimed(first, cast.noura, "\n".join(ON_ONE_LINE))
    make.judged(first, "no", "\n".join(ON_ONE_LINE))
    make.claimed(first, cast.noura, ON_ONE_LINE[0])

    window.page.on("dialog", lambda dialog: heard(window, dialog))
    window.enter(cast.noura)
    address = first.customer.addresses.get()
    window.open(link_for(first, address.pk).replace(link_for(first, address.pk).partition("/t/")[0], window.root))
    for path in ("/inbox/", "/inbox/?q=<script>alert(1)</script>"):
        window.open(path)
    for number, mails in Counter(message.ticket_id for message in received).items():
        window.open(f"/inbox/{number}/")
        assert number == first.number or window.page.locator("#talk-scroll article.message.in").count() == mails
    for message in received:
        window.open(f"/inbox/{message.ticket_id}/messages/{message.pk}/html/")
        assert (
            window.page.evaluate("document.querySelectorAll('script, iframe, object, embed, form, body base').length")
            == 0
        )


def heard(window: Window, dialog: Dialog) -> None:
    """A dialog is proof that something ran."""
    window.troubles.append(f"dialog: {dialog.message}")
    dialog.dismiss()
