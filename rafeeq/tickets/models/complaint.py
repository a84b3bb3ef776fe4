"""A formal complaint: its stages as ISO 10002 names them, and the second look by somebody outside the chain."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models.ticket import Ticket


class Stage(models.TextChoices):
    """Where a complaint stands. The stages follow each other; an objection leads back to the investigation."""

    RECEIVED = "received", pgettext_lazy("complaint stage", "Received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint stage", "Acknowledged")
    ASSESSED = "assessed", pgettext_lazy("complaint stage", "Assessed")
    INVESTIGATED = "investigated", pgettext_lazy("complaint stage", "Investigated")
    RESPONDED = "responded", pgettext_lazy("complaint stage", "Answered")
    DECIDED = "decided", pgettext_lazy("complaint stage", "Decision told")
    CLOSED = "closed", pgettext_lazy("complaint stage", "Closed")


class Finding(models.TextChoices):
    UPHELD = "upheld", pgettext_lazy("complaint finding", "Upheld")
    PARTLY = "partly", pgettext_lazy("complaint finding", "Partly upheld")
    REJECTED = "rejected", pgettext_lazy("complaint finding", "Not upheld")


class Complaint(models.Model):
    """The register's entry of a ticket that is a complaint: one each, from the moment it became one."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="complaint")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True)
    severity = models.PositiveSmallIntegerField(null=True)  # 1 slight … 4 grave, set when assessed
    assessment = models.TextField(_("assessment"), blank=True)
    investigation = models.TextField(_("what was found out"), blank=True)
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    answer = models.TextField(_("the answer"), blank=True)
    recourse = models.TextField(_("where the customer can go on"), blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("complaint")
        indexes = [
            models.Index(fields=["received_at"], condition=~Q(stage="closed"), name="tickets_complaint_open"),
            models.Index(fields=["-received_at"], name="tickets_complaint_register"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.stage}"


class Review(models.Model):
    """A second look at a decision, by somebody who had no part in it: two questions, kept apart."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="reviews")
    objection = models.TextField(_("what the customer objects to"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    reviewer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    was_procedure_right = models.BooleanField(_("was the procedure right"), null=True)
    was_customer_helped = models.BooleanField(_("was the customer helped"), null=True)
    explanation = models.TextField(_("explanation in plain words"), blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("independent review")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(decided_at__isnull=True), name="tickets_one_review_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.asked_at:%Y-%m-%d}"
