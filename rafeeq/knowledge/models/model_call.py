"""What left the house for a model outside, and what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.asked import Asked


class ModelCall(models.Model):
    """One call. It is written before anything leaves, so that what left is known whatever happens then."""

    class Feature(models.TextChoices):
        ANSWERS = "answers", pgettext_lazy("language model", "Wording answers out of articles")
        VECTORS = "vectors", pgettext_lazy("language model", "A question, to find by its meaning")
        TRIAL = "trial", pgettext_lazy("language model", "A trial with a fixed text")

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("language model", "Nothing has come back")
        USED = "used", pgettext_lazy("language model", "Used")
        REFUSED = "refused", pgettext_lazy("language model", "Not used: it failed the checks")
        FAILED = "failed", pgettext_lazy("language model", "Failed")

    feature = models.CharField(max_length=10, choices=Feature.choices)
    # The question that it was for; the call goes with it.
    asked = models.ForeignKey(Asked, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    host = models.CharField(max_length=300)
    model = models.CharField(max_length=200)
    sent = models.TextField()  # as it left, without what tells who asked
    came = models.TextField(blank=True)
    sent_size = models.PositiveIntegerField(default=0)  # bytes
    came_size = models.PositiveIntegerField(default=0)
    took_ms = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=20, blank=True)  # by its name in the rules, or the kind of trouble
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("call to the language model")
        indexes = [
            models.Index(fields=["at"], name="knowledge_model_call_at"),
            models.Index(fields=["feature", "-id"], name="knowledge_model_call_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.outcome}"
