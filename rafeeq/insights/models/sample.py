"""A part of the silent, drawn at random and judged by a person: what an estimate of first contact rests on."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket


class Sample(models.Model):
    """One draw: of which period, by which seed, and how the whole stood then. The same seed draws the same rows."""

    start = models.DateField()  # the period of the measure, as it was shown
    end = models.DateField()
    seed = models.BigIntegerField()
    eligible = models.PositiveIntegerField()  # claims whose follow-up window closed in the period
    confirmed = models.PositiveIntegerField()  # of them: the customer said yes at first contact
    silent = models.PositiveIntegerField()  # of them: after one contact nobody said anything; drawn from these
    unsure = models.PositiveIntegerField()  # of them: nobody knows, and it is not silence
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sample")
        indexes = [models.Index(fields=["-end", "-id"], name="insights_sample_latest")]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class Drawn(models.Model):
    """One matter of a sample, in the order in which it was drawn, and what a person found out about it."""

    class Verdict(models.TextChoices):
        YES = "yes", pgettext_lazy("sample", "Solved at first contact")
        NO = "no", pgettext_lazy("sample", "Not solved at first contact")
        UNKNOWN = "unknown", pgettext_lazy("sample", "Cannot be found out")

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="rows", db_index=False)
    place = models.PositiveSmallIntegerField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("matter of a sample")
        constraints = [models.UniqueConstraint(fields=["sample", "place"], name="insights_drawn_place")]

    def __str__(self) -> str:
        return f"{self.sample_id}.{self.place} {self.verdict or '?'}"
