"""What others owe the matter: colleagues of other departments who were asked, and third parties it was referred to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Department, User
from rafeeq.tickets.models.ticket import Ticket


class InternalQuestion(models.Model):
    """A question to another department about a ticket. The ticket stays with who asked; the answer has its clock."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="internal_questions")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    passed_back = models.BooleanField(default=False)  # not theirs to answer: the answer says why
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("internal question")
        indexes = [
            models.Index(
                fields=["department", "asked_at"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="tickets_question_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.department_id}"


class Referral(models.Model):
    """A matter that somebody outside must settle: we bring the customer there, and ask again on our own date."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="referrals")
    party = models.CharField(_("to whom"), max_length=200)
    contact = models.CharField(_("how they are reached"), max_length=300)
    packet = models.TextField(_("what they were told"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    follow_up_at = models.DateTimeField(_("when we ask again"))
    reminded_at = models.DateTimeField(null=True)  # the day had come; a new day clears it
    result = models.TextField(_("what came of it"), blank=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("referral")
        indexes = [
            models.Index(
                fields=["follow_up_at"],
                condition=Q(settled_at__isnull=True, reminded_at__isnull=True),
                name="tickets_referral_follow_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.party}"
