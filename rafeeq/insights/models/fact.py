"""What timelines say, kept so that no measure reads them again; all of it can be thrown away and told anew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rafeeq.tickets.models import Ticket


class Member(models.Model):
    """Which matter a ticket belongs to: the lowest number of those that were merged, split or linked with it."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="+")
    matter = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("ticket of a matter")

    def __str__(self) -> str:
        return f"{self.ticket_id} ∈ {self.matter}"


class Fact(models.Model):
    """One thing that counts: a matter, a turn of its customer, a claim, a promise; `told` holds plain values.

    `ticket` is where the matter is handled now: whoever may see that may see this.
    """

    kind = models.CharField(max_length=8)
    matter = models.BigIntegerField()
    key = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    day = models.DateField()
    branch = models.BigIntegerField()
    team = models.BigIntegerField()
    tier = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, blank=True)
    reason = models.BigIntegerField(default=0)
    assignee = models.BigIntegerField(default=0)
    is_open = models.BooleanField(default=False)  # a matter that has not ended
    told = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("fact")
        constraints = [models.UniqueConstraint(fields=["matter", "kind", "key"], name="insights_fact_once")]
        indexes = [
            models.Index(fields=["kind", "day", "id"], name="insights_fact_of_day"),
            models.Index(fields=["kind", "branch", "day", "id"], name="insights_fact_of_branch"),
            models.Index(fields=["at", "id"], condition=Q(is_open=True), name="insights_open_by_age"),
            models.Index(fields=["branch", "at", "id"], condition=Q(is_open=True), name="insights_open_of_branch"),
            models.Index(fields=["assignee", "at", "id"], condition=Q(is_open=True), name="insights_open_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.kind} {self.key}"


class DayCount(models.Model):
    """How many facts of one day fell into which cells of a measure, for one part of the house.

    `dimension` is empty for a whole branch, else team, tier, channel, reason or person; `key` is which of them.
    `branch` is zero for all branches together.
    """

    measure = models.CharField(max_length=40)
    day = models.DateField()
    branch = models.BigIntegerField()
    dimension = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=24, blank=True)
    cells = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("count of a day")
        constraints = [
            models.UniqueConstraint(fields=["measure", "dimension", "day", "branch", "key"], name="insights_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.day} {self.dimension}{self.key}"
