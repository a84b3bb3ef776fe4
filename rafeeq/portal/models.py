"""A browser in which somebody has proved an address: what stands behind the page "my requests"."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models import Address


class Visit(models.Model):
    """One browser of whoever reads one address, for a while. It is no account, and knows nothing but the address.

    The browser keeps the key, we keep its hash. `proof` is the number inside the link that it began with, so that each
    link opens once.
    """

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    proof = models.BigIntegerField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("visit")

    def __str__(self) -> str:
        return f"{self.address_id} {self.created_at:%Y-%m-%d %H:%M}"
