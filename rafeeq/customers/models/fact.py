"""What a customer told us about themselves."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import User


class Fact(models.Model):
    """One thing that the customer said about themselves, with the message they said it in. It may be deleted."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="facts")
    text = models.CharField(_("what the customer told us"), max_length=500)
    # Numbers, not keys: tickets and messages are on a floor above.
    ticket = models.BigIntegerField(null=True)
    message = models.BigIntegerField(null=True)
    said_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("fact")

    def __str__(self) -> str:
        return self.text
