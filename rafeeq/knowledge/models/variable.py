"""Values that many articles say and that change in one place: prices, fees, hours."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Calendar, User


class Variable(models.Model):
    """One value, written in texts as `{{key}}`. With a calendar its words are that calendar's working hours."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    value = models.CharField(_("value in Arabic"), max_length=500, blank=True)
    value_en = models.CharField(_("value in English"), max_length=500, blank=True)
    note = models.CharField(_("what it is"), max_length=300, blank=True)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("variable")
        ordering = ("key",)
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="knowledge_variable_has_key")]

    def __str__(self) -> str:
        return self.key

    def said(self, language: str) -> str:
        """The value in this language, or in the other one where it has none."""
        return (self.value_en or self.value) if language == "en" else (self.value or self.value_en)


class Mention(models.Model):
    """A current version says this variable: whose passages are written anew when its value changes."""

    edition = models.ForeignKey("Edition", on_delete=models.CASCADE, related_name="mentions", db_index=False)
    variable = models.ForeignKey(Variable, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        verbose_name = _("mention of a variable")
        constraints = [models.UniqueConstraint(fields=["edition", "variable"], name="knowledge_mentioned_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.variable_id}"
