"""Ways to reach a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import User


class Address(models.Model):
    """A way to reach one customer. `value` is normalised, `shown` is how it was written."""

    class Kind(models.TextChoices):
        EMAIL = "email", pgettext_lazy("address", "E-mail")
        PHONE = "phone", pgettext_lazy("address", "Phone")
        OTHER = "other", pgettext_lazy("address", "Other")

    class Proof(models.TextChoices):
        """How it was shown to be theirs."""

        LINK = "link", pgettext_lazy("proof", "By a link that only reached it")
        PHONE = "phone", pgettext_lazy("proof", "By a call to it")
        DOCUMENT = "document", pgettext_lazy("proof", "By a document")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=320)
    shown = models.CharField(max_length=320)
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_how = models.CharField(max_length=8, blank=True, choices=Proof.choices)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    bouncing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="customers_address_once"),
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=models.Q(is_primary=True), name="customers_one_primary_address"
            ),
        ]

    def __str__(self) -> str:
        return self.shown
