"""The accounts we are reached by, and every raw thing that came in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import Team
from rafeeq.tickets.models import Message, Ticket


class Account(models.Model):
    """One mailbox (later: one number, one bot) that customers write to and that answers leave by."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(max_length=16, default="email")
    address = models.CharField(_("address"), max_length=320)
    sender_name = models.CharField(_("sender name"), max_length=120, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # How to fetch and to send: hosts, ports, users and folders, without passwords.
    options = models.JSONField(default=dict)
    # Passwords, sealed with the installation's key.
    secrets = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)

    # Where fetching stands: {folder: {"validity": …, "uid": …}}
    place = models.JSONField(default=dict)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mailbox")

    def __str__(self) -> str:
        return self.name


class Inbound(models.Model):
    """One raw thing that reached us, kept for ever, and what became of it."""

    class State(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("inbound", "In a ticket")
        UNREADABLE = "unreadable", pgettext_lazy("inbound", "Could not be read; in a ticket as it came")
        BOUNCE = "bounce", pgettext_lazy("inbound", "A mail of ours that came back")
        LOOP = "loop", pgettext_lazy("inbound", "Our own mail that came round")
        DUPLICATE = "duplicate", pgettext_lazy("inbound", "Came once more")

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=16)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices)
    # What makes it the same message although it came by another way: its id and what it says.
    identity = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many may have none
    stored = models.CharField(max_length=255)  # in the file store, as the spool had it: see `queries.raw_of`
    size = models.PositiveBigIntegerField()
    error = models.TextField(blank=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("raw message")
        indexes = [
            models.Index(fields=["stored"], name="channels_inbound_stored"),
            models.Index(fields=["message"], name="channels_inbound_message"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
