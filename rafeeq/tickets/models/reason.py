"""Why customers come, and free words to find tickets by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.Model):
    """A cause of contact, in a tree; the lower one is the more exact."""

    name = models.CharField(_("name"), max_length=120)
    # For whoever chooses: what belongs here and what does not.
    description = models.CharField(_("description"), max_length=500, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("contact reason")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="tickets_reason_name"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent__isnull=True), name="tickets_reason_name_on_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word that people put on tickets."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("tag")

    def __str__(self) -> str:
        return self.name
