"""What is to be sent: one row for each thing that must reach one address, written with the fact it belongs to."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models import Address
from rafeeq.tickets.models.claim import Claim
from rafeeq.tickets.models.message import Message
from rafeeq.tickets.models.ticket import Ticket


class Delivery(models.Model):
    """A message of ours, or an automatic notice, on its way to one address.

    The row is written in the transaction that decided to send; `channels/delivery.py` sends it afterwards.
    """

    class Purpose(models.TextChoices):
        REPLY = "reply", pgettext_lazy("delivery", "Reply")
        ACKNOWLEDGEMENT = "acknowledgement", pgettext_lazy("delivery", "Acknowledgement")
        QUESTION = "question", pgettext_lazy("delivery", "Question after a claim")
        REMINDER = "reminder", pgettext_lazy("delivery", "Reminder of the question")
        DECISION = "decision", pgettext_lazy("delivery", "Decision")
        RESTATEMENT = "restatement", pgettext_lazy("delivery", "What we understood")
        COMPLAINT = "complaint", pgettext_lazy("delivery", "Decision on a complaint")
        REVIEW = "review", pgettext_lazy("delivery", "Independent review")
        PROMISE_MOVED = "promise_moved", pgettext_lazy("delivery", "Another date for a promise")
        PROMISE_RELEASED = "promise_released", pgettext_lazy("delivery", "A promise that is no longer needed")
        APOLOGY = "apology", pgettext_lazy("delivery", "Apology for a broken promise")
        AUTOMATIC = "automatic", pgettext_lazy("delivery", "Automatic answer")
        NEW_LINK = "new_link", pgettext_lazy("delivery", "New link")
        # Belongs to an address, and stands with its newest ticket only to leave as everything leaves.
        PROOF = "proof", pgettext_lazy("delivery", "Link to all requests")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "Waiting to be sent")
        SENDING = "sending", pgettext_lazy("delivery", "Being sent")
        SENT = "sent", pgettext_lazy("delivery", "Sent")
        FAILED = "failed", pgettext_lazy("delivery", "Could not be delivered")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="deliveries")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="deliveries")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="deliveries")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    channel = models.CharField(max_length=16)
    account = models.CharField(
        max_length=120, blank=True
    )  # the channel's account that it leaves by; empty: the default
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    recipient = models.CharField(max_length=320)
    mailbox = models.CharField(max_length=320)  # the recipient without what varies in spelling: what budgets count by
    language = models.CharField(max_length=5)

    # An automatic notice carries its own words; a reply takes them from its message.
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    external_id = models.CharField(max_length=500, blank=True)  # the Message-ID it leaves with, the same at each try
    error = models.TextField(blank=True)
    # The sender died between handing it over and noting that: it may have arrived, and was sent once more.
    maybe_twice = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery")
        indexes = [
            # Whole, not partial: SQLite does not see that a parameter meets an index's condition.
            models.Index(fields=["state", "next_at", "id"], name="tickets_delivery_due"),
            models.Index(fields=["mailbox", "-created_at"], name="tickets_delivery_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"

    def is_held(self, now: datetime) -> bool:
        """Whether it has not left and waits on purpose: until then it can be taken back, and nobody has read it."""
        return self.state == self.State.WAITING and self.attempts == 0 and self.next_at > now
