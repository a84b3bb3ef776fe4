"""Two records that turned out to be one person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import User


class Merge(models.Model):
    """What was moved from one record to the other, so that it can be put back exactly."""

    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # {"tickets.ticket.customer": [ids]}, and the columns of both records as they were.
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("merge")

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
