"""One person, over every table and file: declared everywhere, handed out whole, erased without a trace."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from rafeeq.customers.actions import addresses, records
from rafeeq.customers.models import Customer, Dealing, Document, Import, ImportFault, Merge
from rafeeq.flows import merge_customers, personal, resolve
from rafeeq.flows.personal.walk import belongings, person_of
from rafeeq.system import spool
from rafeeq.system.actions import audit
from rafeeq.system.models import AuditEntry, IdempotencyKey, Job
from rafeeq.system.personal import Impersonal, declarations, wordy
from rafeeq.system.storage import keep, read
from rafeeq.tickets.actions import merges
from rafeeq.tickets.actions.words import take_down_words
from rafeeq.tickets.models import Attachment, Claim, Delivery, Event, Message, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast

CANARY = "كناري-Zq7xK"
MAIL = "zq7xk.canary@example.com"


def test_every_column_of_words_or_files_is_declared() -> None:
    unsaid = {
        model._meta.label: sorted(wordy(model))
        for model, said in declarations()
        if said is None and (wordy(model) or model.__module__.startswith("rafeeq."))
    }
    assert unsaid == {}, "say in the app's personal.py what these tables hold of a customer"
    wrong = {
        model._meta.label: sorted(wordy(model) ^ said.declared)
        for model, said in declarations()
        if said is not None and not isinstance(said, Impersonal) and wordy(model) ^ said.declared
    }
    assert wrong == {}, "these columns are not declared, or are declared and gone"


def test_every_declared_path_leads_to_a_customer(cast: Cast) -> None:
    for model, said, rows in belongings(person_of(cast.sara)):
        assert rows.count() == (1 if model is Customer else rows.count())
        assert said.owners, model._meta.label


def canary_mail() -> bytes:
    return f"From: {MAIL}\r\nSubject: x\r\n\r\n{CANARY}".encode()


def a_person_everywhere(cast: Cast) -> Ticket:
    """A customer whose name, words and files stand in every table and file."""
    said = make.received(
        f"أنا {CANARY}",
        sender=MAIL,
        name=CANARY,
        subject=f"موضوع {CANARY}",
        quoted=f"> {CANARY}",
        html=f"<p>{CANARY}</p>",
        external_id=f"<{CANARY}@example.com>",
        files=(make.file(f"{CANARY}.txt", CANARY.encode(), "text/plain", content_id=CANARY),),
    )
    ticket, person = said.ticket, said.ticket.customer
    make.noted(ticket, cast.noura, CANARY, files=(make.file(f"n{CANARY}.txt", f"n{CANARY}".encode(), "text/plain"),))
    make.replied(ticket, cast.noura, f"أهلًا {CANARY}")
    make.handed_over(ticket, cast.noura, team=cast.billing)
    make.claimed(ticket, cast.noura, f"أعدنا المبلغ إلى {CANARY}")
    make.judged(ticket, "no", CANARY)
    resolve.decline(make.fresh(ticket), by=cast.khaled, why=CANARY, rule=CANARY, appeal=CANARY)
    Delivery.objects.update(error=CANARY)
    make.received(CANARY, sender=MAIL, subject=CANARY, proven=(make.ticket().number,))
    write_record(person, cast)
    leave_traces(person, ticket, cast)
    take_down_words()
    return make.fresh(ticket)


def write_record(person: Customer, cast: Cast) -> None:
    addresses.add_address(person, kind="other", value=f"@{CANARY}", by=cast.noura)
    wishes = {"title": CANARY, "called": CANARY, "accessibility": CANARY, "organisation": CANARY, "external_id": CANARY}
    records.change(person, by=cast.noura, values=wishes)
    records.note_fact(person, text=CANARY, by=cast.noura)
    asked = records.receive_document(records.ask_for(person, name=CANARY, by=cast.noura), by=cast.noura)
    records.ask_for(person, name=CANARY, by=cast.noura, why_again=CANARY)
    assert asked.received_at
    records.record_consent(person, kind="news", is_given=True, source="form", by=cast.noura)
    Dealing.objects.create(customer=person, kind="order", external_id=CANARY, at=timezone.now(), what=CANARY)
    other = make.ticket(CANARY, sender=f"other.{MAIL}", name=f"{CANARY} الثاني", subject=CANARY).customer
    merge_customers.merge(person, other, by=cast.khaled)


def leave_traces(person: Customer, ticket: Ticket, cast: Cast) -> None:
    """What tables of no customer may hold, and files beside the tables."""
    from django.apps import apps

    inbound, draft = apps.get_model("channels", "Inbound"), apps.get_model("inbox", "Draft")
    upload, view = apps.get_model("inbox", "Upload"), apps.get_model("inbox", "SavedView")
    raw = keep(spool.as_file({}, canary_mail()), prefix="mail")
    inbound.objects.create(
        channel="email", state="taken", stored=raw, size=9, error=CANARY, ticket=ticket, message=ticket.messages.first()
    )
    draft.objects.create(user=cast.noura, ticket=ticket, kind="reply", text=CANARY)
    view.objects.create(user=cast.noura, name="قائمتي", query=urlencode({"q": MAIL}))
    upload.objects.create(
        key="k", user=cast.noura, ticket=ticket, kind="reply", name=CANARY, size=9,
        parts=[[keep(f"part {CANARY}".encode(), prefix="uploads"), 9]],
    )  # fmt: skip
    audit(by=cast.noura, what="something.else", target=MAIL, before={"x": CANARY}, after=[MAIL])
    audit(by=cast.noura, what="something.else", target=f"customer {person.pk}", after={"x": "نورة"})
    Job.objects.create(task="x", arguments={"args": [MAIL], "kwargs": {"x": CANARY}}, last_error=CANARY)
    keys: list[dict[str, Any]] = [
        {"fingerprint": f"POST /api/v1/tickets/{ticket.number}/messages", "response": json.dumps({"text": "Zq7xK"})},
        {"fingerprint": "POST /api/v1/tickets", "response": json.dumps({"number": ticket.number, "x": "Zq7xK"})},
    ]
    for number, key in enumerate(keys):
        IdempotencyKey.objects.create(owner="user:1", key=str(number), request_hash="", status=201, **key)
    waiting = Import.objects.create(
        kind="customers", name=CANARY, stored=keep(f"اسم\n{CANARY}".encode(), prefix="imports"), encoding="utf-8",
        delimiter=";", error=CANARY,
    )  # fmt: skip
    ImportFault.objects.create(of=waiting, row=2, code="phone", value=MAIL)
    folder = Path(settings.RAFEEQ_DATA) / "spool"
    spool.park(spool.put(folder, canary_mail(), note={}), "x")


def tables_that_say(words: tuple[str, ...]) -> dict[str, list[str]]:
    """Every table of the database in which one of the words still stands, asked of the database itself."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                hits = [
                    name for name, value in zip(columns, row, strict=True) if any(w in spelled(value) for w in words)
                ]
                if hits:
                    found.setdefault(table, []).extend(hits)
    return found


def spelled(value: Any) -> str:
    text = bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
    return text + text.encode().decode("unicode_escape", "replace")


def files_that_say(words: tuple[str, ...], folder: Path) -> list[str]:
    marks = [form for word in words for form in (word.encode(), word.encode("unicode_escape"))]
    return [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


WORDS = ("Zq7xK", "zq7xk")


@pytest.mark.django_db(transaction=True)
def test_after_erasing_no_table_and_no_file_says_a_word_of_the_person() -> None:
    from tests.cast import build

    cast = build()
    ticket = a_person_everywhere(cast)
    assert len(tables_that_say(WORDS)) > 15
    personal.erase(ticket.customer, by=cast.khaled)
    assert tables_that_say(WORDS) == {}
    data = Path(settings.RAFEEQ_DATA)
    assert [name for name in files_that_say(WORDS, data) if "sqlite" not in name] == []
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        assert files_that_say(WORDS, database.parent) == [], "SQLite's own file, its free pages and its log"
    assert verify_ledger() == []
    ticket = make.fresh(ticket)
    assert (ticket.outcome, ticket.customer.erased_at is not None) == ("declined", True)
    assert ticket.events.latest("seq").kind == "ticket.erased"


def test_a_file_that_somebody_else_sent_too_stays(cast: Cast) -> None:
    same = make.file("عقد.png")
    mine, theirs = make.ticket(files=(same,)), make.ticket(sender="hind@example.com", name="هند", files=(same,))
    personal.erase(mine.customer, by=cast.khaled)
    kept = Attachment.objects.get()
    assert kept.message is not None
    assert kept.message.ticket == theirs
    assert read(kept.stored) == make.PNG


def test_nothing_of_anybody_else_is_touched(cast: Cast) -> None:
    make.replied(make.ticket("طلب سارة"), cast.noura)
    hers = make.ticket("طلب هند", sender="hind@example.com", name="هند الدوسري", subject="فاتورة هند")
    before = list(Message.objects.filter(ticket=hers).values())
    personal.erase(cast.sara, by=cast.khaled)
    assert list(Message.objects.filter(ticket=hers).values()) == before
    hers.refresh_from_db()
    assert (hers.subject, hers.customer.name) == ("فاتورة هند", "هند الدوسري")


def test_what_lies_in_tickets_of_others_is_theirs_and_their_timelines_stay(cast: Cast) -> None:
    hers, other = make.ticket(), make.ticket(sender="hind@example.com", name="هند الدوسري")
    make.customer_says(hers, "أنا أختها", sender="hind@example.com")
    Message.objects.filter(customer=other.customer).update(from_stranger=False)  # she takes part in it, and is answered
    make.replied(hers, cast.noura)
    merges.merge(other, into=make.fresh(hers), by=cast.khaled)
    events = Event.objects.filter(ticket=hers).count()
    personal.erase(other.customer, by=cast.khaled)
    assert not Delivery.objects.filter(recipient__contains="hind").exists()
    assert not Delivery.objects.filter(mailbox__contains="hind").exists()
    assert Event.objects.filter(ticket=hers).count() == events
    assert Event.objects.filter(ticket=other).latest("seq").kind == "ticket.erased"
    assert verify_ledger() == []


def test_a_hold_a_role_and_a_running_import_refuse(cast: Cast) -> None:
    make.ticket()
    with pytest.raises(personal.NotAllowed):
        personal.erase(cast.sara, by=cast.noura)
    with pytest.raises(personal.NotAllowed):
        personal.export(cast.sara, by=cast.huda)
    records.hold(cast.sara, reason="قضية رقم ٧", by=cast.khaled)
    with pytest.raises(personal.Held):
        personal.erase(cast.sara, by=cast.salman)
    records.hold(cast.sara, reason="", by=cast.khaled)
    running = Import.objects.create(kind="customers", name="x", encoding="utf-8", delimiter=";", state="running")
    with pytest.raises(personal.StillImporting):
        personal.erase(cast.sara, by=cast.salman)
    running.delete()
    personal.erase(cast.sara, by=cast.salman)
    with pytest.raises(personal.Erased):
        personal.erase(cast.sara, by=cast.salman)
    assert AuditEntry.objects.filter(what="customer.erased", actor_id=cast.salman.pk).count() == 1


def test_who_was_erased_and_writes_again_is_a_stranger(cast: Cast) -> None:
    make.ticket()
    personal.erase(cast.sara, by=cast.khaled)
    again = make.ticket(name="سارة المطيري")
    assert again.customer_id != cast.sara.pk


def test_nothing_more_is_sent_to_who_was_erased(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    make.claimed(ticket, cast.noura)
    personal.erase(cast.sara, by=cast.khaled)
    assert not Delivery.objects.filter(state="waiting").exists()
    Claim.objects.update(next_step_at=timezone.now() - timedelta(days=1))
    resolve.follow_silence()
    assert not Delivery.objects.filter(state="waiting").exists()


def test_the_archive_holds_every_row_and_file_and_a_page_to_read(cast: Cast) -> None:
    ticket = a_person_everywhere(cast)
    with personal.export(ticket.customer, by=cast.khaled) as archive, zipfile.ZipFile(archive) as folder:
        names = folder.namelist()
        page = folder.read("index.html").decode()
        for model, said, rows in belongings(person_of(ticket.customer)):
            place = "internal" if said.internal else "data"
            told = json.loads(folder.read(f"{place}/{model._meta.label_lower}.json"))
            assert len(told) == rows.count(), model._meta.label
        files = {folder.read(name) for name in names if "files/" in name}
    assert 'lang="ar" dir="rtl"' in page
    assert f"أنا {CANARY}" in page
    assert {CANARY.encode(), f"n{CANARY}".encode(), spool.as_file({}, canary_mail())} <= files
    note = ticket.notes.get()
    assert note.text == CANARY
    assert page.count("ملاحظة") == 0
    assert AuditEntry.objects.filter(what="customer.exported").exists()


def test_the_page_of_the_archive_runs_nothing(cast: Cast) -> None:
    attack = "<script>alert(1)</script>"
    ticket = make.ticket(attack, subject=attack, name=attack, sender="x@example.com")
    with personal.export(ticket.customer, by=None) as archive, zipfile.ZipFile(io.BytesIO(archive.read())) as folder:
        assert "<script" not in folder.read("index.html").decode()


def test_a_record_of_two_is_erased_with_both(cast: Cast) -> None:
    first, second = make.ticket(), make.ticket("طلب", sender="s2@example.com", name="سارة م")
    merge_customers.merge(first.customer, second.customer, by=cast.khaled)
    personal.erase(first.customer, by=cast.khaled)
    second.customer.refresh_from_db()
    assert second.customer.erased_at is not None
    assert "سارة" not in second.customer.name
    assert Merge.objects.get().before == {}
    assert not Document.objects.exists()


def test_a_mail_that_came_back_is_the_persons_too(cast: Cast) -> None:
    from django.apps import apps

    ticket = make.ticket()
    inbound = apps.get_model("channels", "Inbound")
    raw = keep(spool.as_file({}, b"Subject: Undelivered\r\n\r\nsara@example.com"), prefix="mail")
    inbound.objects.create(channel="email", state="bounce", stored=raw, size=9, ticket=ticket)
    personal.erase(cast.sara, by=cast.khaled)
    assert inbound.objects.get().stored == ""
