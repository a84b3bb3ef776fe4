"""Who says it is solved, and who decided that it will not be."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models.reason import Reason
from rafeeq.tickets.models.ticket import Ticket


class Verdict(models.TextChoices):
    YES = "yes", pgettext_lazy("verdict", "Solved")
    PARTLY = "partly", pgettext_lazy("verdict", "Partly solved")
    NO = "no", pgettext_lazy("verdict", "Not solved")


class Source(models.TextChoices):
    """Where the customer's word reached us."""

    LINK = "link", pgettext_lazy("verdict source", "By the customer's own link")
    PHONE = "phone", pgettext_lazy("verdict source", "By phone")
    COUNTER = "counter", pgettext_lazy("verdict source", "At the counter")
    MESSAGE = "message", pgettext_lazy("verdict source", "In a message")


class Claim(models.Model):
    """A person of ours claims that the matter is solved. Only the customer's verdict makes it true."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    what_was_done = models.TextField(_("what was done"))
    cause = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=8, choices=Source.choices, blank=True)
    comment = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    # The silence that follows a question: how often we reminded, and when the next step is due (null: none).
    reminders = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("claim")
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by=None) | ~Q(recorded_by=models.F("user")),
                name="tickets_claimant_never_judges",
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(next_step_at__isnull=False), name="tickets_one_claim_waits"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_step_at"], condition=Q(next_step_at__isnull=False), name="tickets_claim_next_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.verdict or '?'}"


class Decision(models.Model):
    """A refusal in the open: why, by which rule, who decided, and where the customer can object."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="decisions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.TextField(_("why it is declined"))
    rule = models.TextField(_("the rule it rests on"))
    appeal = models.TextField(_("where the customer can object"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(rule="") & ~Q(appeal=""), name="tickets_decision_is_explained"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.at:%Y-%m-%d}"
