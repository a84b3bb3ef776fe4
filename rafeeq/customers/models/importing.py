"""Files of customers, visits and orders that are being taken in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User


class Import(models.Model):
    """One file on its way in: where it stands, and what came of its rows.

    A batch of rows and the place behind it are written in one transaction, so that a kill repeats and loses nothing.
    """

    class Kind(models.TextChoices):
        CUSTOMERS = "customers", pgettext_lazy("import", "Customers")
        DEALINGS = "dealings", pgettext_lazy("import", "Visits and orders")

    class State(models.TextChoices):
        READY = "ready", pgettext_lazy("import", "Ready")
        RUNNING = "running", pgettext_lazy("import", "Under way")
        DONE = "done", pgettext_lazy("import", "Done")
        FAILED = "failed", pgettext_lazy("import", "Stopped")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=255)  # the file as people call it
    stored = models.CharField(max_length=255, blank=True)  # in the file store, until it is through
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    columns = models.JSONField(default=dict)  # {our field: place of the column in the file}
    is_trial = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    error = models.CharField(max_length=300, blank=True)
    rows = models.PositiveBigIntegerField(default=0)  # in the file
    done = models.PositiveBigIntegerField(default=0)  # the place: rows that are behind us
    created = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    faulty = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")

    def __str__(self) -> str:
        return self.name


class ImportFault(models.Model):
    """One row that could not be taken in, and why."""

    class Code(models.TextChoices):
        MISSING = "missing", pgettext_lazy("faulty row", "Nothing stands here, and it is needed.")
        NO_ADDRESS = (
            "no_address",
            pgettext_lazy("faulty row", "There is neither an e-mail nor a phone nor a customer number."),
        )
        EMAIL = "email", pgettext_lazy("faulty row", "This is not an e-mail address.")
        PHONE = "phone", pgettext_lazy("faulty row", "This is not a phone number.")
        NOT_A_DATE = "not_a_date", pgettext_lazy("faulty row", "This is not a date, such as 2026-01-31 or 31/01/2026.")
        NOT_A_NUMBER = "not_a_number", pgettext_lazy("faulty row", "This is not an amount.")
        NOT_KNOWN = "not_known", pgettext_lazy("faulty row", "This word is not known here.")
        NO_BRANCH = "no_branch", pgettext_lazy("faulty row", "There is no branch of this name.")
        NO_CUSTOMER = "no_customer", pgettext_lazy("faulty row", "There is no customer with this number.")
        TWO_PEOPLE = "two_people", pgettext_lazy("faulty row", "The addresses of this row belong to two customers.")
        TOO_LONG = "too_long", pgettext_lazy("faulty row", "This is too long.")

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults", db_index=False)
    row = models.PositiveBigIntegerField()  # as a spreadsheet counts: the heading is row 1
    column = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=24, choices=Code.choices)
    value = models.CharField(max_length=200, blank=True)  # what stood there

    class Meta:
        verbose_name = _("faulty row")
        indexes = [models.Index(fields=["of", "row"], name="customers_fault_in_order")]

    def __str__(self) -> str:
        return f"{self.row} {self.code}"
