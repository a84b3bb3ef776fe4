"""Hand out everything that is known of one person: a page to read, the rows as JSON, and every file."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.flows.personal.erase import NotAllowed
from rafeeq.flows.personal.walk import Person, belongings, person_of
from rafeeq.lib.files import display_name
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_erase
from rafeeq.system.actions import audit
from rafeeq.system.personal import Model, Personal, wordy
from rafeeq.tickets.models import Attachment, Message, Ticket
from rafeeq.ui.choices import make, using

IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger archive is written to the disk
CHUNK = 1024 * 1024
# What staff wrote for staff. It is part of what is known, and a person looks through it before it is handed out.
INTERNAL = "internal"


def export(customer: Customer, *, by: User | None) -> IO[bytes]:
    """An open zip archive, at its beginning; the caller closes it. `by` None is the operator. Raises NotAllowed."""
    if by is not None and not may_erase(by.role):
        raise NotAllowed
    person = person_of(customer)
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("index.html", _page(customer, person))
        for model, said, rows in belongings(person):
            _write_table(folder, model, said, rows)
    audit(by=by, what="customer.exported", target=f"customer {customer.pk}")
    archive.seek(0)
    return archive


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _write_table(folder: zipfile.ZipFile, model: Model, said: Personal, rows: Any) -> None:
    place = INTERNAL if said.internal else "data"
    names = [one.attname for one in model._meta.concrete_fields]
    with folder.open(_entry(f"{place}/{model._meta.label_lower}.json"), "w", force_zip64=True) as file:
        file.write(b"[")
        for number, row in enumerate(rows.order_by("pk").values(*names).iterator(chunk_size=500)):
            spelled = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            file.write(f"{',' if number else ''}\n{spelled}".encode())
        file.write(b"\n]\n")
    for column in said.files:
        has_name = "name" in wordy(model) and column != "name"
        for pk, stored, *named in rows.order_by("pk").values_list("pk", column, *(["name"] if has_name else [])):
            _write_file(folder, place, stored, f"{pk}-{display_name(named[0]) if named else 'original'}")


def _write_file(folder: zipfile.ZipFile, place: str, stored: str, name: str) -> None:
    if not stored:
        return
    try:
        with default_storage.open(stored, "rb") as source:
            path = str(PurePosixPath("files" if place == "data" else f"{place}/files", name))
            with folder.open(_entry(path), "w", force_zip64=True) as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
    except FileNotFoundError:
        folder.writestr(f"{place}/missing-{name}.txt", b"")


def _page(customer: Customer, person: Person) -> str:
    """The same for reading, without what staff wrote for staff."""
    reader = make(language=customer.wants_language, digits=customer.digits, calendar=customer.calendar)
    with using(reader):
        return render_to_string(
            "flows/export/index.html",
            {
                "customer": customer,
                "at": timezone.now(),
                "ours": settings.RAFEEQ_URL,
                "addresses": customer.addresses.order_by("kind", "pk"),
                "consents": customer.consents.order_by("pk"),
                "facts": customer.facts.order_by("pk"),
                "documents": customer.documents.order_by("pk"),
                "dealings": customer.dealings.order_by("at"),
                "tickets": _told(person),
            },
        )


def _told(person: Person) -> Iterator[tuple[Ticket, list[tuple[Message, list[Attachment]]]]]:
    for ticket in Ticket.objects.filter(customer__in=person.customers).order_by("number").iterator(chunk_size=50):
        said = Message.objects.filter(ticket=ticket, from_stranger=False).select_related("user").order_by("at", "pk")
        yield ticket, [(one, list(one.attachments.order_by("pk"))) for one in said.prefetch_related("attachments")]
