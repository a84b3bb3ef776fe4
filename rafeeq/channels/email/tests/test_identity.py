"""Our name in every mail is ours alone, and an answer finds its ticket by whichever of the four places survived."""

import pytest

from rafeeq.channels.email import identity
from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.email.mime import parse
from rafeeq.channels.models import Account
from rafeeq.tickets.models import Delivery, Message, Ticket
from tests import make
from tests.cast import Cast
from tests.letters import DESK, answer, letter

from .conftest import Post


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """A request of Sara's that Noura has answered."""
    made = make.ticket()
    make.replied(made, cast.noura)
    return made


@pytest.fixture
def ours(ticket: Ticket, post: Post) -> bytes:
    """The answer as it left."""
    return post()[0]


def landed(raw: bytes) -> Message:
    """Where a mail went."""
    message = receive_raw(raw).message
    assert message is not None
    return message


def test_an_answer_joins_by_our_id(ours: bytes, ticket: Ticket) -> None:
    message = landed(answer(ours, "وصلني المبلغ، شكرًا."))
    assert (message.ticket_id, message.text, message.from_stranger) == (ticket.number, "وصلني المبلغ، شكرًا.", False)


def test_our_id_is_found_only_in_references_and_behind_others(ours: bytes, ticket: Ticket) -> None:
    our_id = parse(ours).message_id
    raw = answer(
        ours,
        "لم يصل بعد.",
        subject="سؤال",
        in_reply_to="<other@elsewhere.example>",
        references=f"<a@x.example> <{our_id}> <b@y.example> <c@z.example>",
    )
    assert landed(raw).ticket_id == ticket.number


def test_an_answer_joins_by_the_plus_address(cast: Cast, ticket: Ticket, post: Post) -> None:
    Account.objects.create(name="الدعم", address=DESK, options={"plus_addressing": True})
    Message.objects.update(account="الدعم")
    make.replied(ticket, cast.noura)
    mail = parse(post()[-1])
    [returns] = mail.reply_to
    assert returns.address.startswith("support+")
    raw = letter("وصل.", subject="بلا رقم", to=returns.address.upper().replace("RAFEEQ.EXAMPLE", "rafeeq.example"))
    assert landed(raw).ticket_id == ticket.number
    raw = letter("وصل مرة أخرى.", subject="بلا رقم", above=(("Delivered-To", returns.address),))
    assert landed(raw).ticket_id == ticket.number


@pytest.mark.parametrize("prefix", ["رد: ", "رد: RE: Fwd: ", "إعادة توجيه: رد: ", "[External] "])
def test_an_answer_joins_by_the_signed_number_in_an_encoded_subject(ours: bytes, ticket: Ticket, prefix: str) -> None:
    subject = prefix + parse(ours).subject
    raw = answer(ours, "وصل.", subject=subject, in_reply_to="", references="")
    assert b"=?utf-8?" in raw.lower()
    message = landed(raw)
    assert message.ticket_id == ticket.number
    assert "[#" not in message.subject


def test_an_answer_joins_by_the_link_in_the_quoted_text(ours: bytes, ticket: Ticket) -> None:
    raw = answer(ours, "وصل.", quote=True, subject="بلا رقم", in_reply_to="", references="")
    message = landed(raw)
    assert message.ticket_id == ticket.number
    assert message.text == "وصل."
    link = next(line for line in parse(ours).text.splitlines() if "/t/" in line)
    assert link not in message.quoted  # whoever reads the ticket finds no key to the customer's page in it


def test_a_provider_that_rewrites_our_id_does_not_break_the_thread(ours: bytes, ticket: Ticket) -> None:
    raw = answer(ours, "وصل.", in_reply_to="<0102018f@eu-west-1.ses.example>", references="<0102018f@ses.example>")
    assert landed(raw).ticket_id == ticket.number


def test_the_customers_own_earlier_id_joins_for_the_customer_alone(ticket: Ticket) -> None:
    first = landed(letter(message_id="<first@example.com>"))
    again = landed(letter("تذكير", in_reply_to="<first@example.com>"))
    assert again.ticket_id == first.ticket_id
    stranger = landed(letter("أنا أيضًا", sender="eve@elsewhere.example", in_reply_to="<first@example.com>"))
    assert stranger.ticket_id != first.ticket_id
    assert not stranger.from_stranger


def test_what_can_be_guessed_joins_nothing(ours: bytes, ticket: Ticket) -> None:
    delivery = Delivery.objects.get()
    token = identity.token_for(delivery)
    for guess in (
        f"<{delivery.pk}@rafeeq.example>",
        f"<ticket-{ticket.number}@rafeeq.example>",
        f"<{token[:-1]}{'a' if token[-1] != 'a' else 'b'}.{delivery.pk}@rafeeq.example>",
    ):
        raw = letter("دخيل", sender="eve@elsewhere.example", in_reply_to=guess, subject=f"رد: [#{ticket.number}]")
        assert landed(raw).ticket_id != ticket.number


def test_the_number_of_another_ticket_cannot_be_put_before_a_signature(ours: bytes, ticket: Ticket) -> None:
    other = make.ticket(sender="omar@example.com")
    token = identity.subject_token(ticket.number)
    forged = token.replace(f"#{ticket.number}-", f"#{other.number}-")
    assert identity.read_subject(forged) == ticket.number  # what counts is what was signed


def test_a_stranger_with_a_valid_proof_joins_but_never_takes_part(
    cast: Cast, ours: bytes, ticket: Ticket, post: Post
) -> None:
    message = landed(answer(ours, "أنا زميل سارة، أرسلوا لي التفاصيل.", sender="omar@elsewhere.example"))
    assert (message.ticket_id, message.from_stranger) == (ticket.number, True)
    assert make.fresh(ticket).customer == cast.sara
    assert post() == []  # and hears nothing by itself
    # A second mail that answers only their own first one brings no part in the matter either.
    again = landed(letter("وأين الجواب؟", sender="omar@elsewhere.example", in_reply_to=f"<{message.external_id}>"))
    assert again.ticket_id != ticket.number
    post()
    make.replied(ticket, cast.noura, "هذه التفاصيل.")
    [reply] = post()
    mail = parse(reply)
    assert [box.address for box in (*mail.to, *mail.cc)] == ["sara@example.com"]
    assert message.external_id not in (*mail.references, *mail.in_reply_to)
    assert "زميل" not in mail.text


def test_an_old_key_still_reads_what_it_signed(settings: object, ours: bytes, ticket: Ticket) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another-key-of-this-installation"  # type: ignore[attr-defined]
    assert landed(answer(ours, "وصل.")).ticket_id == ticket.number


def test_another_installations_signature_is_not_ours(settings: object, ours: bytes, ticket: Ticket) -> None:
    settings.SECRET_KEY = "the-key-of-another-desk"  # type: ignore[attr-defined]
    assert landed(answer(ours, "وصل.", quote=True)).ticket_id != ticket.number
