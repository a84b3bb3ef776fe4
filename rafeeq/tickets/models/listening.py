"""Listening before answering: what we understood, what the customer expects, and what we asked them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models.message import Message
from rafeeq.tickets.models.ticket import Ticket


class Question(models.Model):
    """A specific question that the customer was asked in the open: the only thing that our clock may wait for."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="questions")
    # In which it was asked; null once that was taken back before it left.
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)  # the customer wrote, or it was taken back

    class Meta:
        verbose_name = _("question to the customer")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.asked_at:%Y-%m-%d}"


class Restatement(models.Model):
    """The matter in our words, for the customer to confirm or correct before work starts."""

    class Verdict(models.TextChoices):
        YES = "yes", pgettext_lazy("restatement", "Yes, that is what I mean")
        NO = "no", pgettext_lazy("restatement", "Not quite")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="restatements")
    text = models.TextField(_("what we understood"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=3, choices=Verdict.choices, blank=True)
    correction = models.TextField(_("what the customer means"), blank=True)
    verdict_at = models.DateTimeField(null=True)
    # How the customer's word came, and who wrote it down if it was not by the link: never who restated.
    source = models.CharField(max_length=8, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    replaced_at = models.DateTimeField(null=True)  # a newer one stands in its place

    class Meta:
        verbose_name = _("restatement")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(replaced_at__isnull=True), name="tickets_one_restatement_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.verdict or '?'}"


class Expectation(models.Model):
    """What would make this right for the customer, and by when; asked once. Only the customer says how it came out."""

    class Verdict(models.TextChoices):
        BELOW = "below", pgettext_lazy("expectation", "Less than I expected")
        MET = "met", pgettext_lazy("expectation", "What I expected")
        ABOVE = "above", pgettext_lazy("expectation", "More than I expected")

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="expectation")
    asked_at = models.DateTimeField(null=True)
    text = models.TextField(_("what would make this right"), blank=True)
    by_when = models.CharField(_("by when"), max_length=200, blank=True)  # in the customer's words
    said_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=8, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=5, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("expectation")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.verdict or '?'}"
