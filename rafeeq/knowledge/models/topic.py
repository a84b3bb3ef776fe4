"""What articles are sorted by, in the words of customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """One shelf of the help centre. A topic out of use takes its articles out of the help centre with it."""

    name = models.CharField(_("name in Arabic"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("topic")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def said(self, language: str) -> str:
        """Its name in this language, or in Arabic where it has none."""
        return (self.name_en or self.name) if language == "en" else (self.name or self.name_en)
