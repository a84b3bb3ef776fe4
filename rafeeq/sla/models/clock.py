"""The clocks of a ticket, when they stood still and why, and how far its timeline has been read for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.sla.models.rule import TimeRule
from rafeeq.staff.models import Calendar, Team
from rafeeq.tickets.models import InternalQuestion, Question, Ticket


class Clock(models.Model):
    """The organisation's clock for one thing it owes. The customer's own clock never stops and needs no row."""

    class Kind(models.TextChoices):
        FIRST_REPLY = "first_reply", pgettext_lazy("clock", "First reply")
        NEXT_REPLY = "next_reply", pgettext_lazy("clock", "Next reply")
        RESOLUTION = "resolution", pgettext_lazy("clock", "Solution")
        INTERNAL = "internal", pgettext_lazy("clock", "Answer of another department")

    class End(models.TextChoices):
        MET = "met", pgettext_lazy("clock", "Done")
        NOT_NEEDED = "not_needed", pgettext_lazy("clock", "Nothing was owed")
        MERGED = "merged", pgettext_lazy("clock", "Went into another request")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    # The ticket's team, kept here for the order of a queue by due time; the follower moves it along.
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    internal_question = models.ForeignKey(InternalQuestion, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(TimeRule, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)  # null: it runs, or has stopped
    stopped_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    # The message that stopped it: when that one is taken back, the clock goes on.
    stopped_by_message = models.BigIntegerField(null=True)
    # What is to be done next by itself (warn, note the breach, escalate, end a pause), and when. Null: nothing.
    next_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)  # how far up it was escalated

    class Meta:
        verbose_name = _("clock")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"],
                condition=Q(stopped_at__isnull=True, internal_question__isnull=True),
                name="sla_one_clock_runs",
            )
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="sla_clock_of_ticket"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="sla_clock_next"),
            models.Index(
                fields=["team", "due_at", "id", "ticket", "kind"],
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True),
                name="sla_clock_due_of_team",
            ),
            # For the board, which asks whatever the team: PostgreSQL does not skip through the index above.
            models.Index(
                fields=["due_at", "id"],
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True),
                name="sla_clock_due",
            ),
            models.Index(
                fields=["calendar", "id"], condition=Q(stopped_at__isnull=True), name="sla_clock_open_of_calendar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"


class Pause(models.Model):
    """A time in which a clock stood still, for one question to the customer or one claim; never without."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    claim = models.BigIntegerField(null=True)  # the claim whose verdict is waited for
    was_capped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("pause")
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False) | Q(claim__isnull=False), name="sla_pause_has_cause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.starts_at:%Y-%m-%d}"


class Following(models.Model):
    """Up to which event of a ticket's timeline its clocks have been brought."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("place on a timeline")

    def __str__(self) -> str:
        return f"{self.ticket_id}.{self.seq}"


class Counted(models.Model):
    """By which spellings of a calendar its running clocks have been counted, and how far counting anew has come.

    `spellings`: version → what it said. More than one: what runs is being counted anew, up to the clock `place`.
    `goers`: the teams and departments that may have running clocks by this calendar; who goes by another one now is
    among them until the last of those clocks has followed. `done` of `total`: the counting that runs, or ran last.
    """

    calendar = models.OneToOneField(Calendar, primary_key=True, on_delete=models.CASCADE, related_name="+")
    spellings = models.JSONField(default=dict)
    target = models.PositiveIntegerField(default=0)  # the version that the clocks up to `place` go by already
    place = models.BigIntegerField(default=0)
    goers = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("counting of clocks by a calendar")

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.target}"
