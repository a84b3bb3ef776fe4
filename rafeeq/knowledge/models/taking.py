"""Documents on their way in to become articles."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.article import Article
from rafeeq.staff.models import User


def nothing() -> list[Any]:
    return []


class ArticleImport(models.Model):
    """One archive or document: looked through, then taken in. `plan` holds a line for each document:
    [path, what it does, title, what is wrong]."""

    class State(models.TextChoices):
        LOOKING = "looking", pgettext_lazy("import", "Being looked through")
        READY = "ready", pgettext_lazy("import", "Ready")
        RUNNING = "running", pgettext_lazy("import", "Under way")
        DONE = "done", pgettext_lazy("import", "Done")
        FAILED = "failed", pgettext_lazy("import", "Stopped")

    name = models.CharField(max_length=255)
    stored = models.CharField(max_length=255)
    language = models.CharField(max_length=5, default="ar")
    audience = models.CharField(max_length=9, choices=Article.Audience.choices, default=Article.Audience.PUBLIC)
    validates = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LOOKING)
    plan = models.JSONField(default=nothing)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of articles")

    def __str__(self) -> str:
        return self.name

    @property
    def of(self) -> int:
        """How many documents there are."""
        return len(self.plan)
