"""What somebody is still writing in a ticket, and the files that shall go with it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket


class Saying(models.TextChoices):
    """What a person of ours may say in a ticket; each has a tab of its own."""

    REPLY = "reply", pgettext_lazy("saying", "Reply to the customer")
    NOTE = "note", pgettext_lazy("saying", "Internal note")
    LOG = "log", pgettext_lazy("saying", "Said by phone")


class Draft(models.Model):
    """Words that have not been said yet: one row for a person, a ticket and a tab."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Saying.choices)
    text = models.TextField(blank=True)
    # Counted up at every change, so that two windows cannot overwrite each other unseen.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    # The hints to its words that its writer does not want to see again: `rule:words`.
    ignored = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("draft")
        constraints = [models.UniqueConstraint(fields=["user", "ticket", "kind"], name="inbox_one_draft_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id}"


def no_parts() -> list[Any]:
    return []


class Upload(models.Model):
    """A file that is coming in pieces, or is here and waits to go with what its owner is writing."""

    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Saying.choices)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120, blank=True)  # as the browser declared it
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # The pieces in order: [name in the file store, bytes].
    parts = models.JSONField(default=no_parts)
    is_picture = models.BooleanField(default=False)  # came from the clipboard and stands between the words
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("upload")
        indexes = [
            models.Index(fields=["user", "ticket"], name="inbox_upload_of_person"),
            models.Index(fields=["changed_at"], name="inbox_upload_stale"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether every byte is here."""
        return self.received >= self.size
