"""Customers, their addresses and their organisations."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Organisation(models.Model):
    """A company or authority that customers belong to."""

    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


class Tier(models.TextChoices):
    """How large a customer is to us. Every measure is split by it, and judged by the smallest."""

    SMALL = "small", pgettext_lazy("tier", "Small")
    MEDIUM = "medium", pgettext_lazy("tier", "Medium")
    LARGE = "large", pgettext_lazy("tier", "Large")


class Customer(models.Model):
    """One person whom we serve, over any number of addresses. Never a user."""

    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, default="ar")
    tier = models.CharField(_("tier"), max_length=8, choices=Tier.choices, default=Tier.SMALL)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("customer")

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A way to reach one customer. `value` is normalised, `shown` is how it was written."""

    class Kind(models.TextChoices):
        EMAIL = "email", pgettext_lazy("address", "E-mail")
        PHONE = "phone", pgettext_lazy("address", "Phone")
        OTHER = "other", pgettext_lazy("address", "Other")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=320)
    shown = models.CharField(max_length=320)
    verified_at = models.DateTimeField(null=True, blank=True)
    bouncing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="customers_address_once")]

    def __str__(self) -> str:
        return self.shown
