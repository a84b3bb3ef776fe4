"""When we are open: calendars with their versions, kept as `lib.working_time` spells them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """Working hours under a name: a branch or a team points to one; without, the default one holds.

    `spelled` is what `lib.working_time` reads: zone, weekly patterns by the day from which each applies, Ramadan
    hours, and holidays, planned and announced. A change adds a version from a day on and rewrites nothing.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    spelled = models.JSONField()
    is_default = models.BooleanField(default=False)
    # Raised with every change: what was prepared from the spelling is known by it.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="staff_one_default_calendar"
            )
        ]

    def __str__(self) -> str:
        return self.name
