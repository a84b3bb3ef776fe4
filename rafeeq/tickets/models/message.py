"""What was said: messages between the customer and us, notes between ourselves, and attached files.

Notes are of another type than messages and live in another table, so that nothing which shows messages to a customer
can show a note.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models import Address, Customer
from rafeeq.staff.models import User
from rafeeq.tickets.models.ticket import Ticket


class Message(models.Model):
    """Something that the customer said to us, or a person of ours to the customer. Never an internal word."""

    class Direction(models.TextChoices):
        IN = "in", _("From the customer")
        OUT = "out", _("To the customer")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages", db_index=False)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=16)
    account = models.CharField(max_length=120, blank=True)  # the channel's account it came in by
    # Who said it: one of the two. A message logged for the customer (by phone) has both: the customer said it,
    # the user wrote it down.
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.ForeignKey(Address, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    # As the channel wrote it: `subject` of the mail, `text` the new part alone, `quoted` what was cut from it.
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)  # cleaned before it is kept
    at = models.DateTimeField(default=timezone.now)

    # The channel's own id of this message (a Message-ID), for threading and for recognising it again.
    external_id = models.CharField(max_length=500, blank=True)
    # Written by a machine: an out-of-office note, a newsletter. It starts no clock and gets no automatic reply.
    is_automatic = models.BooleanField(default=False)
    # Came with a proof of the ticket from an address that is not the customer's.
    from_stranger = models.BooleanField(default=False)
    # A person of ours passed on the customer's mail.
    forwarded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="tickets_message_in_order"),
            models.Index(fields=["external_id"], name="tickets_message_external"),
            # A search finds messages by their numbers, and reads of each no more than this.
            models.Index(fields=["id", "ticket", "at"], name="tickets_message_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    """An internal note: seen by staff, never by the customer. Without a user an automatic rule wrote it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="notes", db_index=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("internal note")
        indexes = [models.Index(fields=["ticket", "at", "id"], name="tickets_note_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Attachment(models.Model):
    """A file that came or went with a message, or lies with a note."""

    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="attachments")
    note = models.ForeignKey(Note, null=True, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    # What the content is by its own bytes; `declared` is what the sender called it.
    content_type = models.CharField(max_length=120)
    declared = models.CharField(max_length=120, blank=True)
    is_suspicious = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField()
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    stored = models.CharField(max_length=255)  # the name in the file store

    class Meta:
        verbose_name = _("attachment")
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=False, note__isnull=True) | Q(message__isnull=True, note__isnull=False),
                name="tickets_attachment_has_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.name
