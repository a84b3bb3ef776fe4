"""No mail is lost, none comes twice, none stops another: whatever is in it, by whichever way it came."""

import threading
from pathlib import Path

import pytest
from django.db import DataError, OperationalError, connection

from rafeeq.channels.email import intake
from rafeeq.channels.email.intake import Intake, receive_raw
from rafeeq.channels.models import Account, Inbound
from rafeeq.channels.queries import original_for, raw_of
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.receive import Received, receive
from rafeeq.system import spool, storage
from rafeeq.system.storage import read
from rafeeq.tickets.models import Attachment, Message, Ticket
from tests.cast import Cast, build
from tests.letters import letter

from .conftest import Post

pytestmark = pytest.mark.own_sql


def put(*mails: bytes) -> list[Path]:
    return [spool.put(intake.folder(), mail, note={"account": ""}) for mail in mails]


def waiting() -> list[Path]:
    return list(spool.waiting(intake.folder()))


def parked() -> list[Path]:
    return list(spool.parked(intake.folder()))


def test_a_mail_becomes_a_ticket_and_leaves_the_spool(cast: Cast, post: Post) -> None:
    raw = letter(files={"إيصال الدفع.pdf": b"%PDF-1.4 one", "كشف الحساب.pdf": b"%PDF-1.4 two"})
    put(raw)
    assert Intake().drain() == 1
    [ticket] = Ticket.objects.all()
    assert (ticket.subject, ticket.customer, ticket.team) == ("خصم مكرر في فاتورة أكتوبر", cast.sara, cast.desk)
    message = ticket.messages.get()
    assert message.text == "السلام عليكم، المبلغ خُصم من حسابي مرتين. متى يرجع؟"
    files = message.attachments.order_by("pk")
    assert [(file.name, read(file.stored)) for file in files] == [
        ("إيصال الدفع.pdf", b"%PDF-1.4 one"),
        ("كشف الحساب.pdf", b"%PDF-1.4 two"),
    ]
    original = original_for(cast.noura, message.pk)
    assert original is not None
    assert raw_of(original) == raw
    assert waiting() == []


def test_the_same_mail_twice_is_one_message(cast: Cast, post: Post) -> None:
    raw = letter()
    assert receive_raw(raw).pk == receive_raw(raw).pk
    assert Message.objects.count() == 1


def test_the_same_mail_by_three_ways_is_one_message(cast: Cast, post: Post) -> None:
    raw = letter(message_id="<one@example.com>")
    ways = (
        (("Return-Path", "<sara@example.com>"), ("Delivered-To", "support@rafeeq.example"), ("Received", "from a")),
        (("Delivered-To", "sales@rafeeq.example"), ("Received", "from b by c"), ("X-Original-To", "all@x.example")),
        (),
    )
    for above in ways:
        carried = "".join(f"{name}: {value}\r\n" for name, value in above).encode() + raw
        put(carried)
        put(carried.replace(b"\r\n", b"\n"))  # a pipe hands over the line ends of its own system
    Intake().drain()
    assert Message.objects.count() == 1
    assert {row.message_id for row in Inbound.objects.all()} == {Message.objects.get().pk}
    kept = {row.stored for row in Inbound.objects.all()}
    assert len(kept) == 6  # each raw form is on record


def test_a_text_file_whose_line_ends_a_carrier_changed_is_the_same(cast: Cast, post: Post) -> None:
    raw = (
        b"From: sara@example.com\r\nMessage-ID: <csv@example.com>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\nhello\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n"
        b"1;2\r\n3;4\r\n--b--\r\n"
    )
    receive_raw(raw)
    receive_raw(raw.replace(b"\r\n", b"\n"))
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_two_mails_without_id_and_date_are_two(cast: Cast, post: Post) -> None:
    for host in ("a", "b"):
        receive_raw(letter("نعم", message_id="", date="", above=(("Received", f"from {host}.example.com"),)))
    assert Message.objects.count() == 2


def test_two_workers_with_the_same_mail_make_one_ticket(transactional_db: None, post: Post) -> None:
    build()
    raw, together, rows = letter(), threading.Barrier(3), list[int]()

    def work() -> None:
        together.wait()
        rows.append(receive_raw(raw).pk)
        connection.close()

    threads = [threading.Thread(target=work) for _one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(rows)) == 1
    assert (Ticket.objects.count(), Message.objects.count(), Inbound.objects.count()) == (1, 1, 1)


def test_a_reused_id_with_other_words_is_another_message(cast: Cast, post: Post) -> None:
    receive_raw(letter("الطلب الأول", message_id="<same@example.com>"))
    receive_raw(letter("الطلب الثاني", message_id="<same@example.com>"))
    assert sorted(Message.objects.values_list("text", flat=True)) == ["الطلب الأول", "الطلب الثاني"]


def test_a_blind_copy_is_known_by_where_it_was_delivered(cast: Cast, post: Post) -> None:
    Account.objects.create(name="المبيعات", address="sales@rafeeq.example", team=cast.billing)
    for header in ("Delivered-To", "X-Original-To", "Envelope-To"):
        raw = letter(header, to="undisclosed-recipients:;", above=((header, "Sales+list@rafeeq.example"),))
        message = receive_raw(raw).message
        assert message is not None
        assert (message.account, message.ticket.team) == ("المبيعات", cast.billing)


def test_a_mail_without_sender_still_reaches_a_person(cast: Cast, post: Post) -> None:
    for raw in (letter(sender=""), b"From: \r\nSubject: x\r\n\r\nhello\r\n", b"From: <>\r\n\r\nhello again\r\n"):
        row = receive_raw(raw)
        assert row.message is not None
    assert Ticket.objects.count() == 3
    assert post() == []


def test_an_empty_from_is_replaced_by_what_else_is_known(cast: Cast, post: Post) -> None:
    row = receive_raw(letter(sender="", reply_to="sara@example.com"))
    assert row.ticket is not None
    assert row.ticket.customer == cast.sara


def test_what_cannot_be_read_is_shown_as_it_came(cast: Cast, post: Post) -> None:
    for raw in (b"", b"\0" * 300, b"MIME-Version: 1.0\r\n" * 40_000):
        put(raw)
        Intake().drain()
        row = Inbound.objects.latest("pk")
        assert row.message is not None
        if row.state == Inbound.State.UNREADABLE:
            [file] = Attachment.objects.filter(message=row.message)
            assert read(file.stored) == raw
            assert row.error
    assert Inbound.objects.filter(state="unreadable").exists()
    assert Ticket.objects.count() == 3
    assert (waiting(), parked()) == ([], [])


def test_a_fault_of_our_own_leaves_the_mail_as_it_came(cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(intake, "incoming", stumble)
    raw = letter()
    row = receive_raw(raw)
    assert row.state == Inbound.State.UNREADABLE
    assert "planted" in row.error
    assert row.ticket is not None
    assert row.ticket.customer == cast.sara  # who wrote is known all the same
    assert row.ticket.subject == "خصم مكرر في فاتورة أكتوبر"
    assert [read(file.stored) for file in Attachment.objects.all()] == [raw]
    assert post() == []
    # By another way, and after the fault is mended, it is still the same mail.
    monkeypatch.undo()
    receive_raw(b"Delivered-To: support@rafeeq.example\r\n" + raw)
    assert Message.objects.count() == 1


def test_one_bad_mail_never_stops_the_others(cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = receive

    def picky(incoming: IncomingMessage) -> Received:
        if "سم" in incoming.subject:
            raise DataError("a value that no column takes")
        if "قرص" in incoming.subject:
            raise OSError("this one cannot be written")
        return usual(incoming)

    monkeypatch.setattr(intake, "receive", picky)
    put(letter("1", subject="قرص"), letter("2", subject="سم"), letter("3"), letter("4"))
    path = put(letter("5"))[0]
    path.write_bytes(b"the note of this file was damaged")
    put(letter("6"))
    with pytest.raises(OSError, match="cannot be written"):
        Intake().drain()
    texts = set(Message.objects.values_list("text", flat=True))
    assert {"3", "4", "6"} <= texts
    assert len(waiting()) == 1  # the disk may be well again later
    assert len(parked()) >= 1


def test_mail_waits_while_the_database_is_down(cast: Cast, post: Post) -> None:
    def down(*_args: object) -> None:
        raise OperationalError("the database is gone")

    put(*(letter(f"رسالة {number}") for number in range(5)))
    with connection.execute_wrapper(down), pytest.raises(OperationalError):
        Intake().drain()
    assert len(waiting()) == 5
    assert parked() == []
    assert Intake().drain() == 5
    assert Message.objects.count() == 5


def test_a_mail_that_was_committed_but_not_removed_comes_in_once(
    cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = letter()
    put(raw)
    with monkeypatch.context() as killed:
        killed.setattr(storage, "move_in", lambda _path, _name: None)
        Intake().drain()
    assert len(waiting()) == 1
    Intake().drain()
    assert (waiting(), Message.objects.count(), Inbound.objects.count()) == ([], 1, 1)
    assert raw_of(Inbound.objects.get()) == raw


def test_a_mail_too_large_to_fetch_says_so(cast: Cast, post: Post) -> None:
    head = letter().partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    spool.put(intake.folder(), head, note={"account": "", "size": str(99 * 1024 * 1024)})
    Intake().drain()
    message = Message.objects.get()
    assert message.customer == cast.sara
    assert "99" in message.text


def test_a_fault_of_our_own_amid_others_is_one_mails_alone(
    cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = receive

    def stumble(incoming: IncomingMessage) -> Received:
        got = usual(incoming)
        if incoming.subject == "عثرة" and incoming.files == ():
            raise ZeroDivisionError("planted, after rows were written")
        return got

    monkeypatch.setattr(intake, "receive", stumble)
    put(*(letter(f"طلب {number}", subject="عثرة" if number == 2 else f"موضوع {number}") for number in range(5)))
    assert Intake().drain() == 5
    assert Ticket.objects.count() == Message.objects.count() == 5
    states = list(Inbound.objects.order_by("received_at").values_list("state", flat=True))
    assert sorted(states) == ["taken"] * 4 + ["unreadable"]
    assert (waiting(), parked()) == ([], [])
