"""Erase one person over every table and file. What happened stays countable; what was said, and by whom, is gone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import CharField, F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext, override

from rafeeq.customers.models import Customer, Import, Organisation
from rafeeq.flows.personal.walk import Person, belongings, person_of, traces
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_erase
from rafeeq.system import spool
from rafeeq.system.actions import audit
from rafeeq.system.personal import MARK, NUMBERED, Personal, declarations
from rafeeq.tickets.actions.timeline import SYSTEM, append, locked_itself, save
from rafeeq.tickets.actions.words import forget_words, overwrite_forgotten
from rafeeq.tickets.models import Delivery, Message, Note, Ticket

AT_ONCE = 500
Files = set[str]


class NotAllowed(Exception):
    """This person's role does not decide that."""


class Held(Exception):
    """A legal hold stands over the record."""


class StillImporting(Exception):
    """A file is being taken in that may name this person: wait for its end."""


class Erased(Exception):
    """This record was erased before."""


def erase(customer: Customer, *, by: User | None) -> None:
    """Erase everything of a person; `by` None is the operator at the console.

    Raises NotAllowed, Held, StillImporting, Erased.
    """
    if by is not None and not may_erase(by.role):
        raise NotAllowed
    _overwrite()
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        kept = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
        person = person_of(kept)
        _refuse(kept, person)
        _hold_tickets(person)
        audit(by=by, what="customer.erased", target=f"customer {kept.pk}")
        _stop_sending(person)
        files = _erase_rows(person) | _erase_traces(person)
        _leave(person)
        gone = [name for name in files if not is_used(name)]
        transaction.on_commit(lambda: _delete_files(gone))
    _erase_parked(person)
    _settle()


def _refuse(kept: Customer, person: Person) -> None:
    if kept.erased_at is not None:
        raise Erased
    if Customer.objects.filter(pk__in=person.customers).exclude(hold_reason="").exists():
        raise Held
    if Import.objects.filter(state=Import.State.RUNNING).exists():
        raise StillImporting


def _hold_tickets(person: Person) -> None:
    """From here on nothing more is said in them: whoever takes a message in holds its ticket too, and comes after."""
    list(Ticket.objects.select_for_update(of=("self",)).filter(pk__in=person.tickets).order_by("pk").values_list("pk"))


def _stop_sending(person: Person) -> None:
    """What waits to be sent to this person is not sent."""
    waiting = Delivery.objects.filter(ticket__in=person.tickets, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.FAILED)


def _erase_rows(person: Person) -> Files:
    """Replace or remove every row of the person; returns the files that they named."""
    files: Files = set()
    later = []
    for model, said, rows in belongings(person):
        # The keys are taken now: one table's rows are found over another's, which may go first.
        later.append((model, said, list(rows.values_list("pk", flat=True))))
    for model, said, pks in later:
        for some in (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)):
            rows = model._base_manager.filter(pk__in=some)
            for column in (*said.files, *said.lists):
                files |= set(_files_in(rows.values_list(column, flat=True)))
            if said.delete:
                rows.delete()
            elif said.erase or said.files:
                rows.update(**_after(said))
            if model is Message:
                forget_words(some)
            elif model is Note:
                forget_words(notes=some)
    return files


def _after(said: Personal) -> dict[str, Any]:
    mark = gettext("[erased]")
    after: dict[str, Any] = dict.fromkeys(said.files, "")
    for column, value in said.erase.items():
        if value is MARK:
            after[column] = mark
        elif value is NUMBERED:
            after[column] = Concat(Value(f"{mark} "), Cast("pk", CharField()))
        else:
            after[column] = value() if callable(value) else value
    return after


def _files_in(values: Any) -> Iterator[str]:
    """The names of files in a column: one name, or a list of names, each perhaps with more beside it."""
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            name = one[0] if isinstance(one, list) and one else one
            if isinstance(name, str) and name:
                yield name


def _erase_traces(person: Person) -> Files:
    files: Files = set()
    for model, said, named in traces(person):
        pks = list({*named, *_imports_that_name(person)}) if model is Import else named
        rows = model._base_manager.filter(pk__in=pks)
        for column in said.files:
            files |= set(_files_in(rows.values_list(column, flat=True)))
        if said.erase is None:
            rows.delete()
        elif pks:
            rows.update(**said.erase)
            for column in set(said.columns) - said.erase.keys():
                says = Q()
                for word in person.words:
                    says |= Q(**{f"{column}__contains": word})
                rows.filter(says).update(**{column: ""})
    return files


def _imports_that_name(person: Person) -> Iterator[int]:
    """Files that wait to be taken in and hold a word of this person."""
    for one in Import.objects.exclude(stored="").only("pk", "stored", "encoding"):
        try:
            with default_storage.open(one.stored, "rb") as file:
                text = file.read().decode(one.encoding, "replace")
        except FileNotFoundError:
            continue
        if any(word in text for word in person.words):
            yield one.pk


def _leave(person: Person) -> None:
    """What the records say from now on, and what each ticket's timeline tells of it."""
    rows = Customer.objects.filter(pk__in=person.customers)
    organisations = set(rows.exclude(organisation=None).values_list("organisation", flat=True))
    rows.update(
        erased_at=timezone.now(), organisation=None, quiet_from=None, quiet_until=None, hold_since=None, hold_by=None
    )
    Organisation.objects.filter(pk__in=organisations, customer=None).delete()
    Ticket.objects.filter(number__in=person.tickets).update(link_epoch=F("link_epoch") + 1)
    Ticket.objects.filter(messages__customer__in=person.customers).update(preview="")
    for number in sorted(person.tickets):
        ticket = locked_itself(number)
        append(ticket, "ticket.erased", by=SYSTEM)
        save(ticket)


def is_used(name: str) -> bool:
    """Whether a row that stays names this file too: equal contents share one file."""
    for model, said in declarations():
        if said is None:
            continue
        for column in getattr(said, "files", ()):
            if model._base_manager.filter(**{column: name}).exists():
                return True
        for column in getattr(said, "lists", ()):
            if model._base_manager.annotate(_names=Cast(column, TextField())).filter(_names__contains=name).exists():
                return True
    return False


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _erase_parked(person: Person) -> None:
    """Mails that nobody could take in, if they name this person."""
    words = [word.encode().lower() for word in person.words]
    for path in spool.parked(Path(settings.RAFEEQ_DATA) / "spool"):
        if any(word in path.read_bytes().lower() for word in words):
            path.unlink(missing_ok=True)


def _overwrite() -> None:
    """SQLite leaves what was erased readable in its file, unless it is told to write over it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _settle() -> None:
    """Empty SQLite's log of changes, in which the old pages still lie, and merge its index of words."""
    overwrite_forgotten()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA secure_delete=OFF")
