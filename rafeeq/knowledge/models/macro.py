"""Ready replies."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Team


class Macro(models.Model):
    """A ready reply: words that are often needed, with placeholders of a closed list (`rules.PLACEHOLDERS`).

    Without a team it is shared by all. `text_en` may be empty; then the Arabic words serve in both languages.
    """

    name = models.CharField(_("name"), max_length=120)
    shortcut = models.CharField(_("shortcut"), max_length=40, blank=True)
    text_ar = models.TextField(_("text in Arabic"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # What it does besides, by name (`rules.STEPS`); empty for most, which only write.
    steps = models.JSONField(_("steps"), default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ready reply")
        indexes = [models.Index(fields=["name", "id"], name="knowledge_macro_by_name")]

    def __str__(self) -> str:
        return self.name

    def text(self, language: str) -> str:
        """The words in this language, or in the other one where it has none."""
        return (self.text_en or self.text_ar) if language == "en" else (self.text_ar or self.text_en)
