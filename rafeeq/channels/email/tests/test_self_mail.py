"""A mail to oneself: out by SMTP, in again, and a first request that can be answered."""

from typing import Any

from rafeeq.channels.email import self_mail
from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.email.mailboxes import Wanted, add
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in

from . import post_office
from .conftest import Post
from .post_office import PASSWORD


def wanted(smtp: int) -> Wanted:
    server = {"host": "127.0.0.1", "port": smtp, "security": "none", "user": "care@oasis.example"}
    return Wanted(name="العناية", address="care@oasis.example", servers={"smtp": server}, passwords={"smtp": PASSWORD})


def test_it_goes_out_comes_in_and_is_answered(cast: Cast, post: Post, settings: Any) -> None:
    with post_office.smtp() as (port, handler):
        account = add(wanted(port), by=cast.salman)
        client = signed_in(cast.salman)
        where = f"/settings/mailboxes/{account.pk}/"
        assert client.post(f"{where}trial/").status_code == 302
        waiting = client.get(f"{where}trial/arrival/").content.decode()
        assert "every 3s" in waiting
        [raw] = handler.taken
        receive_raw(raw, account=account.name)
        ticket = Ticket.objects.get()
        assert ticket.customer.name == "سلمان العنزي"
        seen = client.get(f"{where}trial/arrival/").content.decode()
        assert f"/inbox/{ticket.number}/" in seen
        assert "every 3s" not in seen
        make.replied(ticket, cast.salman)
        post()
        assert any(b"salman@rafeeq.example" in mail for mail in handler.taken[1:])


def test_a_stranger_cannot_write_in_the_name_of_one_of_ours(cast: Cast, post: Post) -> None:
    with post_office.smtp() as (port, handler):
        account = add(wanted(port), by=cast.salman)
        self_mail.send(account, by=cast.salman)
        [raw] = handler.taken
    forged = raw.replace(b"care@oasis.example", b"mallory@evil.example")
    receive_raw(forged, account=account.name)
    assert Ticket.objects.get().customer.addresses.get().value == "mallory@evil.example"


def test_a_server_that_refuses_is_told_in_words(cast: Cast, post: Post) -> None:
    with post_office.smtp(refuses="care@oasis.example") as (port, _handler):
        account = add(wanted(port), by=cast.salman)
        page = signed_in(cast.salman).post(f"/settings/mailboxes/{account.pk}/trial/", follow=True).content.decode()
    assert "not owned by user" in page
    assert not Ticket.objects.exists()
