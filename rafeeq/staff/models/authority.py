"""What each role may grant without asking anybody (مصفوفة الصلاحيات)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models.people import Role


class Act(models.TextChoices):
    """What can be granted to a customer."""

    REFUND = "refund", pgettext_lazy("authority", "Refund")
    CREDIT = "credit", pgettext_lazy("authority", "Credit on the account")
    WAIVER = "waiver", pgettext_lazy("authority", "Waiver of a fee")
    EXCEPTION = "exception", pgettext_lazy("authority", "Exception from a rule")


class Limit(models.Model):
    """How much one role may grant of one thing in one currency. No row: every case is asked for.

    `amount` null: without a limit. An exception has no amount and no currency: its row says that the role may.
    """

    role = models.CharField(max_length=16, choices=Role.choices)
    act = models.CharField(max_length=12, choices=Act.choices)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    amount = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = _("limit of authority")
        constraints = [
            models.UniqueConstraint(fields=["role", "act", "currency"], name="staff_one_limit"),
            models.CheckConstraint(
                condition=models.Q(act="exception", currency="", amount=None)
                | (~models.Q(act="exception") & ~models.Q(currency="")),
                name="staff_limit_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.act} {self.amount or ''} {self.currency}"
