"""Files of customers, visits and orders: taken in once, whatever happens on the way."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.customers import jobs
from rafeeq.customers.actions import importing
from rafeeq.customers.actions.addresses import recognise
from rafeeq.customers.models import Address, Customer, Dealing, Import, ImportFault
from rafeeq.system.worker import JobRunner
from tests.cast import Cast

ORDERS = (
    "رقم الطلب;التاريخ;المبلغ;العملة;الجوال;اسم العميل;البيان;الفرع\n"
    "A-1;2026-01-31;120,50;ريال;0551234567;هند الدوسري;شريحة بيانات;فرع جدة\n"
    "A-2;٠١/٠٢/٢٠٢٦;٩٩;;٠٥٥١٢٣٤٥٦٧;هند;باقة;\n"
)


def began(text: str = ORDERS, kind: str = "dealings", encoding: str = "utf-8-sig") -> Import:
    return importing.begin(kind=kind, name="طلبات.csv", content=io.BytesIO(text.encode(encoding)), by=None)


def taken(text: str = ORDERS, kind: str = "dealings", *, is_trial: bool = False, encoding: str = "utf-8-sig") -> Import:
    row = began(text, kind, encoding)
    importing.prepare(row, is_trial=is_trial, by=None)
    return importing.run(row.pk)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1256", "utf-16", "misread"])
def test_a_file_as_excel_saves_it_becomes_orders_of_one_person(cast: Cast, encoding: str) -> None:
    # The old code page has no Arabic digits. A program that took it for Latin made nonsense of it, and saved that.
    old = ORDERS.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    text = {"cp1256": old, "misread": old.encode("cp1256").decode("latin-1")}.get(encoding, ORDERS)
    done = taken(text, encoding=encoding.replace("misread", "utf-8"))
    assert (done.state, done.rows, done.created, done.faulty) == ("done", 2, 2, 0)
    hind = Address.objects.get(value="+966551234567").customer
    assert (hind.name, hind.dealings.count()) == ("هند الدوسري", 2)
    first = Dealing.objects.get(external_id="A-1")
    assert (str(first.amount), first.currency, first.what) == ("120.500", "SAR", "شريحة بيانات")
    assert first.branch == cast.jeddah
    assert not done.stored


def test_the_same_file_again_changes_nothing_and_makes_nobody_twice(cast: Cast) -> None:
    taken()
    again = taken(ORDERS.replace("شريحة بيانات", "شريحة صوت"))
    assert (again.created, again.changed) == (0, 2)
    assert Dealing.objects.count() == 2
    assert Dealing.objects.get(external_id="A-1").what == "شريحة صوت"
    assert Address.objects.filter(kind="phone").count() == 1


def test_a_trial_says_what_would_come_and_writes_nothing(cast: Cast) -> None:
    people = Customer.objects.count()
    tried = taken(is_trial=True)
    assert (tried.state, tried.created, tried.done) == ("ready", 2, 2)
    assert (Dealing.objects.count(), Customer.objects.count()) == (0, people)
    importing.prepare(tried, is_trial=False, by=None)
    assert importing.run(tried.pk).created == 2


def test_a_faulty_row_says_what_is_wrong_and_holds_up_no_other(cast: Cast) -> None:
    wrong = (
        "A-3;أمس;1;;0551234567;;;",
        "A-4;2026-01-01;1;;خطأ;;;",
        ";2026-01-01;1;;0551234567;;;",
        "A-6;2026-01-01;1;;0551234567;;;فرع المريخ",
        "A-7;2026-01-01;كثير;;0551234567;;;",
        "A-8;2026-01-01;1;;;;;",
    )
    text = ORDERS + "\n".join(wrong) + "\n"
    done = taken(text)
    faults = list(ImportFault.objects.order_by("row").values_list("row", "column", "code"))
    assert faults == [
        (4, "at", "not_a_date"),
        (5, "phone", "phone"),
        (6, "external_id", "missing"),
        (7, "branch", "no_branch"),
        (8, "amount", "not_a_number"),
        (9, "email", "no_address"),
    ]
    assert (done.created, done.faulty) == (2, 6)
    assert all(fault.get_code_display() for fault in ImportFault.objects.all())


def test_customers_are_made_and_changed_and_what_is_empty_changes_nothing(cast: Cast) -> None:
    text = (
        "Name,E-mail,Phone,Organisation,Branch,Tier,Customer no\n"
        "منى الشهري,mona@example.com,0559998877,شركة نور,فرع جدة,كبيرة,C-9\n"
        ",sara@example.com,,,,متوسط,C-1\n"
    )
    done = taken(text, "customers")
    assert (done.created, done.changed, done.faulty) == (1, 1, 0)
    mona = Customer.objects.get(external_id="C-9")
    assert (mona.name, mona.tier, mona.branch) == ("منى الشهري", "large", cast.jeddah)
    assert mona.organisation is not None
    assert mona.addresses.count() == 2
    cast.sara.refresh_from_db()
    assert (cast.sara.name, cast.sara.tier, cast.sara.external_id) == ("سارة المطيري", "medium", "C-1")
    by_number = taken("Order ID,Date,Customer no\nB-1,2026-01-01,C-1\nB-2,2026-01-01,C-404\n")
    assert (by_number.created, by_number.faulty) == (1, 1)
    assert Dealing.objects.get().customer == cast.sara


def test_addresses_of_two_people_in_one_row_are_never_joined_by_the_machine(cast: Cast) -> None:
    recognise(kind="phone", value="+966551112233")
    done = taken("name,email,phone\nس,sara@example.com,0551112233\n", "customers")
    assert (done.faulty, ImportFault.objects.get().code) == (1, "two_people")


def many(count: int) -> str:
    rows = (f"A-{number};2026-01-31;{number};;05500{number:05d};عميل {number};;" for number in range(count))
    return ORDERS.splitlines()[0] + "\n" + "\n".join(rows) + "\n"


def test_a_killed_import_goes_on_behind_its_last_batch(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    row = began(many(95))
    jobs.start(row, is_trial=False, by=None)

    class Killed(BaseException):
        pass

    def kill(at: Import) -> None:
        if at.done == 40:
            raise Killed

    with pytest.raises(Killed):
        importing.run(row.pk, kill)
    assert Dealing.objects.count() == 40
    JobRunner("test").drain()
    row.refresh_from_db()
    assert (row.state, row.done, row.created, row.changed, row.faulty) == ("done", 95, 95, 0, 0)
    assert Dealing.objects.count() == 95


def test_only_the_very_same_file_is_gone_on_with(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    row = began(many(30))
    importing.prepare(row, is_trial=False, by=None)
    importing.run(row.pk, lambda at: importing.stop(at, by=None) if at.done == 10 else None)
    same, other = began(many(30)), began(many(30).replace("عميل 29", "عميلة 29"))
    assert importing.unfinished(same) == row
    assert importing.unfinished(other) is None
    importing.drop(other)
    assert not default_storage.exists(other.stored)


def test_two_workers_at_one_file_take_each_row_once(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    row = began(many(40))
    importing.prepare(row, is_trial=False, by=None)
    seen = False

    def meanwhile(_at: Import) -> None:
        nonlocal seen
        if not seen:
            seen = True
            importing.run(row.pk)

    importing.run(row.pk, meanwhile)
    row.refresh_from_db()
    assert (row.state, row.done, row.created) == ("done", 40, 40)


def test_it_can_be_stopped_and_gone_on_with(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    row = began(many(30))
    importing.prepare(row, is_trial=False, by=None)
    importing.run(row.pk, lambda at: importing.stop(at, by=None) if at.done == 10 else None)
    row.refresh_from_db()
    assert (row.state, row.done) == ("failed", 10)
    assert jobs.go_on(row)
    JobRunner("test").drain()
    row.refresh_from_db()
    assert (row.state, row.created) == ("done", 30)
    assert not jobs.go_on(row)


def test_a_batch_costs_the_same_whatever_its_rows(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "BATCH", 100)

    def cost(text: str) -> int:
        row = began(text)
        importing.prepare(row, is_trial=False, by=None)
        with CaptureQueriesContext(connection) as queries:
            importing.run(row.pk)
        return len(queries)

    assert cost(many(80)) <= cost(many(8)) + 6  # one statement writes some dozens of rows on SQLite


def test_a_file_is_read_row_by_row(cast: Cast, monkeypatch: Any) -> None:
    row = began(many(2000))
    read = 0
    lines = importing._lines

    def counted(of: Import) -> Iterator[list[str]]:
        nonlocal read
        for line in lines(of):
            read += 1
            yield line

    monkeypatch.setattr(importing, "_lines", counted)
    importing.prepare(row, is_trial=False, by=None)
    importing.run(row.pk, lambda at: importing.stop(at, by=None) if at.done == importing.BATCH else None)
    assert read <= 2 * importing.BATCH + 1  # it learns of the stop with the batch in its hands


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x00\x01\x02" * 50])
def test_what_is_no_table_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(importing.Unreadable):
        importing.begin(kind="customers", name="x.csv", content=io.BytesIO(content), by=None)


def test_a_file_without_the_needed_columns_does_not_start(cast: Cast) -> None:
    row = began("اسم العميل;المدينة\nهند;جدة\n", "customers")
    with pytest.raises(importing.Unreadable):
        importing.prepare(row, is_trial=False, by=None)
    importing.map_columns(row, {"name": 0, "phone": 1})
    importing.prepare(row, is_trial=False, by=None)
    with pytest.raises(importing.AtWork):
        importing.prepare(row, is_trial=False, by=None)


def test_what_was_left_lying_is_cleared_away(cast: Cast) -> None:
    row = began()
    Import.objects.filter(pk=row.pk).update(created_at=timezone.now() - jobs.FILES_KEPT * 2)
    jobs.clear_away.call()
    assert not default_storage.exists(row.stored)
