"""Documents that a customer was asked for, and has given."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import User


class Document(models.Model):
    """A document that we asked a customer for. What was given once is used: see `rules/documents.py`."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(_("document"), max_length=120)
    folded = models.CharField(max_length=120, editable=False)  # the name as it is compared
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Numbers, not keys: tickets and attachments are on a floor above.
    ticket = models.BigIntegerField(null=True)
    attachment = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)  # the last day
    # Asked although a valid one was there: which one, and why.
    again = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    why_again = models.CharField(_("why it is asked for again"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(again=None) | ~models.Q(why_again=""), name="customers_asked_again_says_why"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=~models.Q(why_again=""), name="customers_asked_twice"),
        ]

    def __str__(self) -> str:
        return self.name
