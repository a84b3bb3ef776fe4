"""Procedures as they are gone through in tickets, what is wrong with their steps, and where one is missing."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.knowledge.models.procedure import ProcedureVersion, Step
from rafeeq.staff.models import User
from rafeeq.tickets.models import Reason, Ticket


class Run(models.Model):
    """One procedure in one ticket. It stays with the version it was begun with."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="runs", db_index=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="runs")
    # The same as of the version's procedure, so that a ticket's page needs no further table.
    is_calm = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("run of a procedure")
        constraints = [models.UniqueConstraint(fields=["ticket", "version"], name="knowledge_run_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.version_id}"


class StepDone(models.Model):
    """A step that was done in a ticket, or (`is_deviation`) left out with a reason."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    is_deviation = models.BooleanField(default=False)
    deviation = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step of a run")
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="knowledge_step_once_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.step_id}"


class StepFault(models.Model):
    """Somebody who works by it says that a step is wrong. Settled by who owns the procedure, with an answer."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="faults")
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("fault of a step")

    def __str__(self) -> str:
        return f"{self.step_id} {self.at:%Y-%m-%d}"


class Unwritten(models.Model):
    """A task: customers come again and again for this reason, and no procedure stands for it."""

    reason = models.OneToOneField(Reason, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # Set aside by somebody who says why none is needed; else it is over once a procedure is published.
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("reason without a procedure")

    def __str__(self) -> str:
        return f"{self.reason_id} {self.count}"
