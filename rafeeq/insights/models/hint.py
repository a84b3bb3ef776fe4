"""Something that a detector noticed: a question to be looked at, never a judgement."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User


class Hint(models.Model):
    """One pattern in one team, or of one person, in one period, with the tickets in which it shows.

    Whoever leads looks at the rows and says what they found. The people it concerns are not named to their peers.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("hint", "To be looked at")
        EXPLAINED = "explained", pgettext_lazy("hint", "Explained")
        DISMISSED = "dismissed", pgettext_lazy("hint", "Not what it seemed")

    detector = models.CharField(max_length=40)
    branch = models.BigIntegerField()
    subject = models.CharField(max_length=40)  # "team 3", "person 7", "ticket 12"
    period = models.DateField()  # the first day of the week it speaks of
    count = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    rows = models.JSONField(default=list)  # numbers of tickets
    found_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    why = models.TextField(_("what was found"), blank=True)
    looked_at_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hint")
        constraints = [
            models.UniqueConstraint(fields=["detector", "subject", "period"], name="insights_hint_once"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(why=""), name="insights_hint_is_explained"),
        ]
        indexes = [models.Index(fields=["state", "-period", "-id"], name="insights_hint_by_state")]

    def __str__(self) -> str:
        return f"{self.detector} {self.subject} {self.period}"
