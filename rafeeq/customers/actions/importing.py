"""Verbs about files that are taken in: begin, run to the end wherever it stood, stop, clear away."""

import csv
import hashlib
import io
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import PurePath
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from rafeeq.customers.actions.batches import Place, Result, Row, take_customers, take_dealings
from rafeeq.customers.models import Import, ImportFault
from rafeeq.customers.rules import tables
from rafeeq.lib.arabic.mojibake import repaired
from rafeeq.lib.files import display_name
from rafeeq.staff.models import User
from rafeeq.system.actions import audit

BATCH = 500
MOST_FAULTS = 10_000  # kept of one file; a file with more is another kind of file
_BETWEEN = "\x1f"  # cells of a row that is looked at whole
MOST_TRIES = 3
LARGEST_FILE = 200 * 1024 * 1024  # bytes

csv.field_size_limit(1024 * 1024)


class Unreadable(ValueError):
    """This is no table that could be taken in."""


class AtWork(Exception):
    """This file is being taken in already."""


def begin(*, kind: str, name: str, content: IO[bytes], by: User | None) -> Import:
    """Keep a file and look how it is written; nothing is taken in yet. Raises Unreadable."""
    start = content.read(tables.SAMPLE)
    if not start.strip() or (b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise Unreadable
    marks = tables.marks_of(start, is_whole=len(start) < tables.SAMPLE)
    content.seek(0)
    stored = default_storage.save(f"imports/{get_random_string(32)}", File(content, name=name))
    row = Import(
        kind=Import.Kind(kind),
        name=display_name(PurePath(name).name),
        stored=stored,
        encoding=marks.encoding,
        delimiter=marks.delimiter,
        by=by,
    )
    try:
        heading, row.rows = _measured(row)
    except (csv.Error, UnicodeError):
        default_storage.delete(stored)
        raise Unreadable from None
    row.columns = tables.columns_of(heading, kind)
    row.save()
    return row


def _measured(row: Import) -> tuple[list[str], int]:
    """The headings, and how many rows follow. A file that begins as UTF-8 and does not go on so is an old one."""
    try:
        with closing(_lines(row)) as lines:
            return next(lines, []), sum(1 for _line in lines)
    except UnicodeDecodeError:
        if row.encoding != "utf-8":
            raise
        row.encoding = "cp1256"
        with closing(_lines(row)) as lines:
            return next(lines, []), sum(1 for _line in lines)


def _lines(row: Import) -> Generator[list[str], None, None]:
    """The rows of the file one after the other, the headings first; no more of it is held than one row."""
    strict = "replace" if row.encoding == "cp1256" else "strict"
    with (
        default_storage.open(row.stored, "rb") as file,
        io.TextIOWrapper(file, encoding=row.encoding, errors=strict, newline="") as text,
    ):
        for cells in csv.reader(text, delimiter=row.delimiter):
            written = _BETWEEN.join(cells)
            meant = repaired(written)
            yield cells if meant == written else meant.split(_BETWEEN)


def sample(row: Import, most: int = 5) -> list[list[str]]:
    """The headings and the first rows, to be shown."""
    if not row.stored:
        return []
    with closing(_lines(row)) as lines:
        return [[cell[:100] for cell in line[:30]] for line in islice(lines, most + 1)]


def map_columns(row: Import, columns: Mapping[str, int]) -> None:
    """Say which column holds which field, where the headings did not."""
    known = tables.FIELDS[row.kind]
    row.columns = {field: place for field, place in columns.items() if field in known}
    row.save(update_fields=["columns"])


def prepare(row: Import, *, is_trial: bool, by: User | None) -> None:
    """Set everything to the beginning, for a run from the first row. Raises AtWork, Unreadable where columns lack."""
    with transaction.atomic():
        fresh = Import.objects.select_for_update().get(pk=row.pk)
        if fresh.state == Import.State.RUNNING or not fresh.stored:
            raise AtWork
        if tables.missing(fresh.columns, fresh.kind):
            raise Unreadable
        ImportFault.objects.filter(of=fresh).delete()
        Import.objects.filter(pk=row.pk).update(
            state=Import.State.RUNNING, is_trial=is_trial, done=0, created=0, changed=0, faulty=0, error="",
            finished_at=None,
        )  # fmt: skip
        if not is_trial:
            audit(by=by, what="import.started", target=f"import {row.pk}", after={"kind": row.kind, "rows": row.rows})
    row.refresh_from_db()


def run(pk: int, tell: Callable[[Import], None] | None = None) -> Import:
    """Take in what is left of a file, batch by batch; `tell` hears of each. Ends where somebody else goes on."""
    for attempt in range(MOST_TRIES):
        row = Import.objects.get(pk=pk)
        if row.state != Import.State.RUNNING:
            return row
        try:
            with closing(_lines(row)) as lines:
                next(lines, None)
                row = _run(row, enumerate(lines, start=2), tell)
        except IntegrityError:  # somebody else wrote of the same people at this moment: look anew
            if attempt == MOST_TRIES - 1:
                raise
            continue
        except (csv.Error, UnicodeError, FileNotFoundError):
            Import.objects.filter(pk=pk).update(
                state=Import.State.FAILED, error="unreadable", finished_at=timezone.now()
            )
        break
    return Import.objects.get(pk=pk)


def _run(row: Import, lines: Iterator[tuple[int, list[str]]], tell: Callable[[Import], None] | None) -> Import:
    place = Place.here()
    rest = islice(lines, row.done, None)
    while row.state == Import.State.RUNNING:
        batch = list(islice(rest, BATCH))
        moved = _take(row, batch, place)
        if moved is None:
            return row
        row = moved
        if tell is not None:
            tell(row)
        if not batch:
            break
    return row


def _take(row: Import, batch: list[tuple[int, list[str]]], place: Place) -> Import | None:
    """One batch and the place behind it, in one transaction; None when another worker was here."""
    with transaction.atomic():
        fresh = Import.objects.select_for_update().get(pk=row.pk)
        if fresh.state != Import.State.RUNNING or fresh.done != row.done:
            return None
        if not batch:
            _finish(fresh)
            return fresh
        result = _applied(fresh, [(number, _cells(fresh, line)) for number, line in batch if any(line)], place)
        for fault in result.faults[: max(0, MOST_FAULTS - fresh.faulty)]:
            fault.of = fresh
        ImportFault.objects.bulk_create(result.faults[: max(0, MOST_FAULTS - fresh.faulty)])
        fresh.done += len(batch)
        fresh.created += result.created
        fresh.changed += result.changed
        fresh.faulty += len(result.faults)
        fresh.save(update_fields=["done", "created", "changed", "faulty"])
    return fresh


def _applied(row: Import, rows: list[Row], place: Place) -> Result:
    take = take_customers if row.kind == Import.Kind.CUSTOMERS else take_dealings
    if not row.is_trial:
        return take(rows, place)
    before = transaction.savepoint()  # a trial does everything, and takes it back
    result = take(rows, place)
    transaction.savepoint_rollback(before)
    return result


def _cells(row: Import, line: list[str]) -> dict[str, str]:
    return {
        field: line[place].replace("\0", "")[: tables.LONGEST_CELL]
        for field, place in row.columns.items()
        if place < len(line)
    }


def _finish(row: Import) -> None:
    row.state = Import.State.READY if row.is_trial else Import.State.DONE
    row.finished_at = timezone.now()
    stored = row.stored
    if not row.is_trial:
        row.stored = ""
        transaction.on_commit(lambda: default_storage.delete(stored))
    row.save(update_fields=["state", "finished_at", "stored"])


def stop(row: Import, *, by: User | None) -> None:
    """Go no further. What was taken in stays; it can be gone on with."""
    with transaction.atomic():
        Import.objects.filter(pk=row.pk, state=Import.State.RUNNING).update(state=Import.State.FAILED, error="stopped")
        audit(by=by, what="import.stopped", target=f"import {row.pk}")


def go_on(row: Import) -> bool:
    """Let a stopped file go on where it stood; False when there is nothing to go on with."""
    stopped = Import.objects.filter(pk=row.pk, state=Import.State.FAILED).exclude(stored="")
    return bool(stopped.update(state=Import.State.RUNNING, error=""))


def unfinished(row: Import) -> Import | None:
    """An earlier run of the very same file that did not come to its end, to be gone on with."""
    half_way = Import.objects.filter(kind=row.kind, rows=row.rows, is_trial=False, done__gt=0).exclude(stored="")
    for earlier in half_way.filter(state__in=(Import.State.RUNNING, Import.State.FAILED)).order_by("-pk"):
        if default_storage.exists(earlier.stored) and _digest(earlier) == _digest(row):
            return earlier
    return None


def _digest(row: Import) -> str:
    with default_storage.open(row.stored, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop(row: Import) -> None:
    """Forget a file of which nothing was taken in."""
    default_storage.delete(row.stored)
    row.delete()
