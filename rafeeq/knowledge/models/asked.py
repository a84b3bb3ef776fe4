"""What customers asked the help centre, and what became of it. Silence is no verdict."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models import Customer
from rafeeq.knowledge.models.article import Version
from rafeeq.knowledge.models.use import ArticleUse
from rafeeq.tickets.models import Ticket


class Asked(models.Model):
    """One question and what was decided. What was shown are words of ours, never of the customer's record."""

    class Kind(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("answer", "Answered from an article")
        CLARIFY = "clarify", pgettext_lazy("answer", "Asked which of two was meant")
        ABSTAINED = "abstained", pgettext_lazy("answer", "No certain answer")
        ESCALATED = "escalated", pgettext_lazy("answer", "For a person at once")

    class Verdict(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("answer", "Nobody has said")
        SOLVED = "solved", pgettext_lazy("answer", "It solved the matter")
        PARTLY = "partly", pgettext_lazy("answer", "It solved a part")
        NOT_SOLVED = "not_solved", pgettext_lazy("answer", "It did not solve the matter")
        PERSON = "person", pgettext_lazy("answer", "A person was asked for")

    question = models.TextField()
    language = models.CharField(max_length=5)
    dialect = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=16)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The question before it, of which this is the clearing up.
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    why = models.CharField(max_length=20, blank=True)  # the reason for a person, by its name in the rules
    confidence = models.FloatField(default=0)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # What was shown: [{"article", "version", "title", "quote"}], the first the best.
    shown = models.JSONField(default=list)
    # What a language model made of these quotations and nothing else, where one was asked and its words held.
    said = models.TextField(blank=True)
    use = models.ForeignKey(ArticleUse, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("question to the help centre")
        indexes = [
            models.Index(fields=["at"], name="knowledge_asked_at"),
            models.Index(fields=["customer", "at"], name="knowledge_asked_by", condition=Q(customer__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="answered") | Q(version__isnull=False), name="knowledge_answered_from_a_version"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at=None) | (~Q(verdict="") & Q(verdict_at__isnull=False)),
                name="knowledge_verdict_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
