"""The timeline: written once, never changed, chained by hash within its ticket."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafeeq.tickets.models.ticket import Ticket


class Event(models.Model):
    """One fact about one ticket. A trigger in the database refuses to change or remove it.

    `data` holds ids and plain values, never personal text: that lives in messages and notes and can be erased lawfully.
    """

    class Actor(models.TextChoices):
        CUSTOMER = "customer", _("The customer")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("Rafeeq")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=8, choices=Actor.choices)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        constraints = [models.UniqueConstraint(fields=["ticket", "seq"], name="tickets_event_seq")]

    def __str__(self) -> str:
        return f"{self.ticket_id}.{self.seq} {self.kind}"


class Checkpoint(models.Model):
    """A periodic seal over the heads of all tickets that moved since the seal before."""

    at = models.DateTimeField()
    tickets = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("checkpoint")


class CheckpointHead(models.Model):
    """Where one ticket's chain stood at a checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="heads", db_index=False)
    ticket_number = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "ticket_number"], name="tickets_head_once")]
