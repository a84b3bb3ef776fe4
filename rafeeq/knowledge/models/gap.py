"""What customers needed to know and did not find: each time it was seen, and the task that many of them make."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.article import Article
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket


class Gap(models.Model):
    """Something that we have not written down, or not so that it is found. It ends by an article or by a reason."""

    words = models.CharField(max_length=300)  # as the first one put it, without people
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    count = models.PositiveIntegerField(default=0)  # contacts, however often each was seen
    since_closing = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    why_not = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("gap in what we know")
        indexes = [models.Index(fields=["-count", "id"], condition=Q(closed_at=None), name="knowledge_gap_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(article__isnull=False) | ~Q(why_not=""),
                name="knowledge_gap_closed_by_something",
            )
        ]

    def __str__(self) -> str:
        return self.words


class Sighting(models.Model):
    """Once that it was missing. `gap` is empty until a job has found what it is like."""

    class Source(models.TextChoices):
        SEARCH = "search", pgettext_lazy("gap", "A search found nothing")
        ABSTAINED = "abstained", pgettext_lazy("gap", "No certain answer")
        NOT_SOLVED = "not_solved", pgettext_lazy("gap", "The answer did not help")
        MISSING = "missing", pgettext_lazy("gap", "A fact was missing")

    gap = models.ForeignKey(Gap, null=True, on_delete=models.CASCADE, related_name="sightings")
    source = models.CharField(max_length=10, choices=Source.choices)
    text = models.CharField(max_length=300)
    # What it came from, so that nothing is seen twice: a claim, a question, a visit with its words.
    key = models.CharField(max_length=80, unique=True)
    ticket = models.ForeignKey(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sighting of a gap")

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
