"""By when what must have happened, for which tickets."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TimeRule(models.Model):
    """One version of a time rule. The first rule in order that fits a ticket and has a target for a clock gives it.

    A rule is never edited: its successor `replaces` it from a day on, and clocks keep the version they started with.
    `fits`: {"kinds": […], "priorities": […], "channels": […], "teams": […], "tiers": […]}, an empty or absent list fits
    all. `targets`: {clock's kind: {"amount": 60, "unit": "working_minutes"}}, for units see `sla.rules.targets`.
    """

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveIntegerField()
    fits = models.JSONField(default=dict, blank=True)
    targets = models.JSONField(default=dict)
    # How long our clock may wait for the customer's answer to one question, in hours; 0: it never waits, null: as long
    # as it takes.
    pause_cap_hours = models.PositiveIntegerField(null=True, blank=True)
    warn_at_percent = models.PositiveSmallIntegerField(default=75)
    is_legal = models.BooleanField(default=False)  # a regulator's clock, which the company may only tighten
    preset = models.CharField(max_length=60, blank=True)  # the data file it came from
    source = models.CharField(_("source"), max_length=500, blank=True)
    applies_from = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")

    class Meta:
        verbose_name = _("time rule")
        indexes = [models.Index(fields=["order", "id"], name="sla_rule_order")]

    def __str__(self) -> str:
        return self.name
