"""`rafeeq customers import|export|erase`: records from a file, and everything known of one person."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rafeeq.config.commands.shape import Commands, Refusal, say_wrong, start_django

if TYPE_CHECKING:
    from rafeeq.customers.models import Customer, Import

SHOWN_FAULTS = 20


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the three commands."""
    inner = commands.add_parser("customers", help="records of customers").add_subparsers(metavar="WHAT", required=True)
    taken = inner.add_parser("import", help="take a CSV file of customers, or of visits and orders, in")
    taken.add_argument("file", metavar="FILE", type=Path)
    taken.add_argument("--kind", choices=("customers", "dealings"), default="customers", help="what the file holds")
    taken.add_argument("--dry-run", action="store_true", help="say what would come of it, and save nothing")
    taken.set_defaults(run=run_import)
    out = inner.add_parser("export", help="write everything known of one customer into a zip archive")
    out.add_argument("number", type=int, metavar="NUMBER", help="the customer's number")
    out.add_argument("--to", type=Path, metavar="FILE", help="where to; without it customer-NUMBER.zip")
    out.set_defaults(run=run_export)
    erased = inner.add_parser("erase", help="erase everything known of one customer, for ever")
    erased.add_argument("number", type=int, metavar="NUMBER", help="the customer's number")
    erased.add_argument("--name", required=True, help="the customer's name as it stands, so that nobody is mistaken")
    erased.set_defaults(run=run_erase)


def run_import(arguments: argparse.Namespace) -> int:
    """Take the file in, or go on with it where a killed run stood; 1 when a row was faulty."""
    start_django()
    from rafeeq.customers.actions import importing

    try:
        with arguments.file.open("rb") as file:
            row = importing.begin(kind=arguments.kind, name=arguments.file.name, content=file, by=None)
    except OSError as error:
        raise Refusal(f"{arguments.file}: {error.strerror}", 2) from error
    except importing.Unreadable:
        raise Refusal(f"{arguments.file} is no table of text", 2) from None
    if not arguments.dry_run and (earlier := importing.unfinished(row)):
        importing.drop(row)
        importing.go_on(earlier)
        print(f"Going on with an earlier run behind row {earlier.done + 1}")
        row = earlier
    else:
        begin(row, is_trial=arguments.dry_run)
    return told(importing.run(row.pk, progress))


def begin(row: "Import", *, is_trial: bool) -> None:
    """Start from the first row; raises Refusal with 2 where a needed column is missing."""
    from rafeeq.customers.actions import importing
    from rafeeq.customers.rules.tables import missing

    try:
        importing.prepare(row, is_trial=is_trial, by=None)
    except importing.Unreadable:
        groups = [" or ".join(group) for group in missing(row.columns, row.kind)]
        raise Refusal(f"The file has no column for: {'; '.join(groups)}", 2) from None


def progress(row: "Import") -> None:
    """One line that moves."""
    if sys.stderr.isatty():
        print(f"\r{row.done}/{row.rows}", end="", file=sys.stderr, flush=True)


def told(row: "Import") -> int:
    """Say what came of the file, the first faulty rows one by one."""
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for fault in row.faults.order_by("row")[:SHOWN_FAULTS]:
        say_wrong(f"row {fault.row}, {fault.column}: {fault.get_code_display()} {fault.value}")
    dry = " (nothing saved)" if row.is_trial else ""
    print(f"{row.created} new, {row.changed} changed, {row.faulty} faulty of {row.rows} rows{dry}")
    return 0 if row.faulty == 0 and row.state != row.State.FAILED else 1


def found(number: int) -> "Customer":
    """The customer with this number; raises Refusal with 2."""
    from rafeeq.customers.queries import customer

    row = customer(number)
    if row is None:
        raise Refusal(f"There is no customer {number}", 2)
    return row


def run_export(arguments: argparse.Namespace) -> int:
    """Write the archive."""
    start_django()
    from rafeeq.flows import personal

    target: Path = arguments.to or Path(f"customer-{arguments.number}.zip")
    with personal.export(found(arguments.number), by=None) as archive, target.open("wb") as file:
        shutil.copyfileobj(archive, file)
    print(target)
    return 0


def run_erase(arguments: argparse.Namespace) -> int:
    """Erase, when the name fits."""
    start_django()
    from rafeeq.customers.rules import fold
    from rafeeq.flows import personal

    row = found(arguments.number)
    if fold(arguments.name) != fold(row.name or str(row.pk)):
        raise Refusal(f"Customer {row.pk} is not called “{arguments.name}”", 2)
    refusals: dict[type[Exception], str] = {
        personal.Held: "A legal hold stands over this record",
        personal.StillImporting: "A file of customers is being taken in; wait until it is through",
        personal.Erased: "This record was erased before",
    }
    try:
        personal.erase(row, by=None)
    except tuple(refusals) as refusal:
        raise Refusal(refusals[type(refusal)]) from refusal
    print(f"Customer {row.pk} is erased")
    return 0
