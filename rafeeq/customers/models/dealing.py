"""What customers did with the company outside of the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import Branch


class Dealing(models.Model):
    """A visit or an order of one customer, as another system of the company knows it."""

    class Kind(models.TextChoices):
        VISIT = "visit", pgettext_lazy("dealing", "Visit")
        ORDER = "order", pgettext_lazy("dealing", "Order")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="dealings", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    external_id = models.CharField(_("number elsewhere"), max_length=120)
    at = models.DateTimeField(_("time"))
    branch = models.ForeignKey(Branch, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=3, null=True)
    currency = models.CharField(max_length=3, blank=True)  # ISO 4217
    what = models.CharField(_("what"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("visit or order")
        constraints = [
            models.UniqueConstraint(fields=["kind", "external_id"], name="customers_dealing_once"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | ~models.Q(currency=""), name="customers_amount_has_currency"
            ),
        ]
        indexes = [models.Index(fields=["customer", "-at", "-id"], name="customers_dealing_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"
