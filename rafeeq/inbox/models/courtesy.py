"""How often the hints of a courtesy rule were ignored: one that is ignored often may be a wrong rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ignored(models.Model):
    """One row a rule. Who ignored what is kept nowhere: nobody is ranked by it."""

    rule = models.CharField(max_length=20, unique=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("ignored hints")

    def __str__(self) -> str:
        return self.rule
