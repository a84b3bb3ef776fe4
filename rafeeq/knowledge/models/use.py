"""Articles at work: where they were used and what came of it, and what is said to be wrong in them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.article import Article, Version
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket


class ArticleUse(models.Model):
    """An article was of use in a ticket, or answered somebody. Whether it helped only the customer can say."""

    class Way(models.TextChoices):
        LINKED = "linked", pgettext_lazy("article", "Linked")
        SENT = "sent", pgettext_lazy("article", "Put into the reply")
        ANSWERED = "answered", pgettext_lazy("article", "Given as the answer")

    class Verdict(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("article", "Nobody has said")
        SOLVED = "solved", pgettext_lazy("article", "It solved the matter")
        PARTLY = "partly", pgettext_lazy("article", "It solved a part")
        NOT_SOLVED = "not_solved", pgettext_lazy("article", "It did not solve the matter")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="uses", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    # What the customer said of it by itself; of a ticket's own outcome the ledger tells.
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)

    class Meta:
        verbose_name = _("use of an article")
        indexes = [models.Index(fields=["article", "at"], name="knowledge_use_of_article")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.way}"


class ArticleFault(models.Model):
    """Somebody says that an article is wrong, and what. It waits for the owner, whose clock runs (`due_at`)."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="faults")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # None: a customer said it.
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    said = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    # Who was told that it is overdue: 0 nobody, 1 the owner, 2 those above the owner too.
    climbed = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("fault of an article")
        indexes = [models.Index(fields=["due_at"], condition=Q(settled_at=None), name="knowledge_fault_waits")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(settled_at__isnull=False), name="knowledge_fault_answered_once_settled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.at:%Y-%m-%d}"
