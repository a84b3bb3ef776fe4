"""What was granted to the customer, and what had to be asked for first."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import Act, User
from rafeeq.tickets.models.ticket import Ticket


class Approval(models.Model):
    """Somebody asks to grant more than they may; somebody else decides, in time."""

    class Decision(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("approval", "Approved")
        REFUSED = "refused", pgettext_lazy("approval", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Taken back")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="approvals")
    act = models.CharField(max_length=12, choices=Act.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    currency = models.CharField(max_length=3, blank=True)
    why = models.TextField(_("why"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(_("what the decision rests on"), blank=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("approval")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")) | Q(decision="withdrawn"),
                name="tickets_nobody_approves_their_own",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(decision=""), name="tickets_approval_waits")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.act} {self.decision or '?'}"


class Remedy(models.Model):
    """Something granted to the customer. What moves money happens elsewhere: that system is told, and tells us back."""

    class State(models.TextChoices):
        ORDERED = "ordered", pgettext_lazy("remedy", "Ordered")
        DONE = "done", pgettext_lazy("remedy", "Carried out")
        FAILED = "failed", pgettext_lazy("remedy", "Could not be carried out")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="remedies")
    act = models.CharField(max_length=12, choices=Act.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    currency = models.CharField(max_length=3, blank=True)
    why = models.TextField(_("why"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    # Null: within the person's own authority.
    approval = models.OneToOneField(Approval, null=True, on_delete=models.PROTECT, related_name="remedy")
    state = models.CharField(max_length=7, choices=State.choices, default=State.ORDERED)
    state_at = models.DateTimeField(null=True)
    reference = models.CharField(_("number elsewhere"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("remedy")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.act}"
