"""When a person is away, and who stands in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models.people import User


class Absence(models.Model):
    """A person is away from the first day to the last, both included; somebody else has their open matters meanwhile.

    Days are those of the installation's time zone. `matters` holds the numbers of the tickets that were handed over,
    for the floor above to write and read.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    stand_in = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("what whoever stands in must know"), blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # came back early, or never left
    matters = models.JSONField(default=list, blank=True)
    # Back, the person asks for what is still open; the floor above gives it to them.
    return_asked_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="staff_absence_ends_after_start")
        ]
        indexes = [models.Index(fields=["ends_on"], condition=Q(ended_at__isnull=True), name="staff_absence_running")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts_on} – {self.ends_on}"

    def covers(self, day: date) -> bool:
        """Whether the person is away on this day."""
        return self.ended_at is None and self.starts_on <= day <= self.ends_on
