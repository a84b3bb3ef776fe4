"""What a customer allowed, and took back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models.customer import Customer
from rafeeq.staff.models import User


class Consent(models.Model):
    """One word of a customer about one use of their data. A later word adds a row and changes none."""

    class Kind(models.TextChoices):
        NEWS = "news", pgettext_lazy("consent", "News and offers")
        SURVEY = "survey", pgettext_lazy("consent", "Invitations to surveys")
        QUOTE = "quote", pgettext_lazy("consent", "Quoting their words")
        BETA = "beta", pgettext_lazy("consent", "Trying what is new")
        RECORDING = "recording", pgettext_lazy("consent", "Recording of calls")
        PERSONAL = "personal", pgettext_lazy("consent", "Suggestions made from their history")

    class Source(models.TextChoices):
        """Where the word reached us."""

        FORM = "form", pgettext_lazy("consent source", "In a form of theirs")
        MESSAGE = "message", pgettext_lazy("consent source", "In a message")
        PHONE = "phone", pgettext_lazy("consent source", "By phone")
        COUNTER = "counter", pgettext_lazy("consent source", "At the counter")
        IMPORTED = "imported", pgettext_lazy("consent source", "From another system")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    is_given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=12, choices=Source.choices)
    message = models.BigIntegerField(null=True)  # a number, not a key: messages are on a floor above
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("consent")
        indexes = [models.Index(fields=["customer", "kind", "-at", "-id"], name="customers_consent_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {'+' if self.is_given else '-'}"
