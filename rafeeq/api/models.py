"""What the JSON door keeps: the tokens it opens for, and whom it tells what happens here."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Event

SCOPES = ("read", "write")


def all_scopes() -> list[str]:
    """What a token may do unless it was made for less."""
    return list(SCOPES)


class ApiToken(models.Model):
    """A key for programs. It carries its user's rights, at most; the secret itself is never kept."""

    prefix = models.CharField(max_length=16, unique=True)
    hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=120, blank=True)
    scopes = models.JSONField(default=all_scopes)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}".rstrip()

    def is_in_force(self, now: datetime) -> bool:
        """Whether the token opens the door at this moment; a user who was removed takes their tokens along."""
        lasts = self.expires_at is None or self.expires_at > now
        return self.revoked_at is None and lasts and self.user.is_active


class Webhook(models.Model):
    """A system of the company that is told what happens on the timelines, by signed requests.

    The secret lies sealed. After it was renewed the one before signs as well, until `old_until`.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.CharField(_("address"), max_length=1000)
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    kinds = models.JSONField(default=list)  # kinds of events that it is told
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)  # it was switched off because nobody took anything
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event told to one webhook: once each, though it may arrive more than once, under the same `message_id`."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("webhook delivery", "Waiting")
        SENT = "sent", pgettext_lazy("webhook delivery", "Taken")
        DEAD = "dead", pgettext_lazy("webhook delivery", "Given up")

    hook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="+")  # null: a test
    message_id = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # what the other side answered
    took_ms = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery to a webhook")
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="api_event_told_once"),
        ]
        indexes = [
            models.Index(fields=["hook", "-id"], name="api_deliveries_of_hook"),
            models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="api_deliveries_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
