"""Files on their way in."""

from collections.abc import Sequence

from django.db.models import QuerySet

from rafeeq.customers.models import Import, ImportFault

LATEST = 20


def imports_page() -> Sequence[Import]:
    """The latest files."""
    return list(Import.objects.select_related("by").order_by("-pk")[:LATEST])


def import_of(pk: int) -> Import | None:
    """One file."""
    return Import.objects.select_related("by").filter(pk=pk).first()


def faults_of(row: Import) -> QuerySet[ImportFault]:
    """Its faulty rows, in the order of the file."""
    return ImportFault.objects.filter(of=row).order_by("row", "pk")
