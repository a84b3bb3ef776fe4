"""Rules that act by themselves, what waits for them, and what they did."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Ticket


def nothing() -> list[Any]:
    return []


class AutomationRule(models.Model):
    """When something happens, or time has passed, and if all of this is true, then do this.

    `when` is a key of `rules.triggers`; a rule on time waits `amount` `unit` (as `sla.rules.targets` counts). `fits`
    holds the conditions by name (`conditions`), `deeds` what is done by name (`registry`). It begins with what happens
    after it is made, and never with what was there before.
    """

    class Stopped(models.TextChoices):
        TOO_OFTEN = "too_often", pgettext_lazy("why a rule was switched off", "It acted too often within an hour")
        IN_CIRCLES = "circles", pgettext_lazy("why a rule was switched off", "It acted again and again on one request")

    order = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    when = models.CharField(max_length=20)
    amount = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=16, blank=True)
    fits = models.JSONField(default=dict, blank=True)
    deeds = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=timezone.now)
    # Switched off by itself, and why; empty once somebody has switched it on again.
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=9, choices=Stopped.choices, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # its name stays for what it did

    class Meta:
        verbose_name = _("automatic rule")
        indexes = [models.Index(fields=["order", "id"], name="automation_rule_order")]

    def __str__(self) -> str:
        return self.name


class Waiting(models.Model):
    """A rule that will look at a ticket at a moment: at once after an event, later where it waits for time to pass."""

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The message that the event tells of; its words are looked through.
    message = models.BigIntegerField(null=True)
    since = models.DateTimeField()  # when it happened, or from when on time passes
    due_at = models.DateTimeField()
    chain = models.JSONField(default=nothing)  # the rules whose acts led here, the first one first

    class Meta:
        verbose_name = _("waiting rule")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "event"], condition=Q(event__isnull=False), name="automation_waits_once_for_event"
            ),
            models.UniqueConstraint(
                fields=["rule", "ticket"], condition=Q(event__isnull=True), name="automation_waits_once_for_time"
            ),
        ]
        indexes = [models.Index(fields=["due_at", "event", "id"], name="automation_due")]


class Acted(models.Model):
    """One act of a rule on one ticket: exactly one for an event, and for a period in which time passed.

    The events from `first_seq` to `last_seq` of the ticket are the act's own. `did`: what was done and what was left,
    [deed, how it came out], never words.
    """

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(Event, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    did = models.JSONField(default=nothing)
    first_seq = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)
    chain = models.JSONField(default=nothing)

    class Meta:
        verbose_name = _("act of a rule")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "event"], condition=Q(event__isnull=False), name="automation_acts_once_for_event"
            ),
            models.UniqueConstraint(
                fields=["rule", "ticket", "since"],
                condition=Q(event__isnull=True),
                name="automation_acts_once_for_period",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "-at", "-id"], name="automation_acted_of_rule"),
            models.Index(fields=["ticket", "last_seq"], name="automation_acted_on_ticket"),
        ]
