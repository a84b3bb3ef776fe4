"""What runs by itself about customers: taking files in, and clearing away what was left of them."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from rafeeq.customers.actions import importing
from rafeeq.customers.models import Import, ImportFault
from rafeeq.staff.models import User
from rafeeq.system.actions import delete_in_chunks
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every

FILES_KEPT = timedelta(days=7)
FAULTS_KEPT = timedelta(days=30)


@task()
@outside_transaction  # each batch commits alone, with the place behind it
def take_in(pk: int) -> None:
    """Take in what is left of a file; after a kill it goes on behind the last batch."""
    importing.run(pk)


def start(row: Import, *, is_trial: bool, by: User | None) -> None:
    """Run a file from its first row, in the background. Raises importing.AtWork, importing.Unreadable."""
    with transaction.atomic():
        importing.prepare(row, is_trial=is_trial, by=by)
        take_in.enqueue(row.pk)


def go_on(row: Import) -> bool:
    """Go on with a stopped file, in the background; False when there is nothing to go on with."""
    with transaction.atomic():
        if not importing.go_on(row):
            return False
        take_in.enqueue(row.pk)
    return True


@every(timedelta(days=1))
@outside_transaction
def clear_away() -> None:
    """Delete files that nobody took in, and faulty rows that are past their time: they name people."""
    now = timezone.now()
    old = Import.objects.filter(created_at__lt=now - FILES_KEPT).exclude(stored="").exclude(state=Import.State.RUNNING)
    for row in old:
        default_storage.delete(row.stored)
        Import.objects.filter(pk=row.pk).update(stored="")
    delete_in_chunks(ImportFault.objects.filter(of__created_at__lt=now - FAULTS_KEPT))
