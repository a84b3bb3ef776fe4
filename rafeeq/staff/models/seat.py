"""Where a person sits and what they can be given: department, skills, languages, load; and whether they are there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models.hours import Calendar
from rafeeq.staff.models.people import User


class Department(models.Model):
    """Another part of the company, asked when a matter hangs on it. Escalation climbs from its head upwards."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    head = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    above = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dissolved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("department")

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """Something that not everybody can do, by which matters find their person."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("skill")

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """What one person can be given. Without a row: no department, no skill, every language, the usual load.

    `is_taking` is the person's own switch; `seen_at` is when a page of theirs was last open.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="seat")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    skills = models.ManyToManyField(Skill, blank=True, related_name="seats")
    languages = models.JSONField(_("languages"), default=list, blank=True)  # empty: all
    most = models.PositiveSmallIntegerField(_("open matters at most"), null=True, blank=True)  # null: as the route says
    is_taking = models.BooleanField(_("takes new matters"), default=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat")

    def __str__(self) -> str:
        return str(self.user_id)
