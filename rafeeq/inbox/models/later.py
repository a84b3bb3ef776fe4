"""What a person wants to come back to: a ticket on a day, and a list as they have narrowed it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Team, User
from rafeeq.tickets.models import Ticket


class FollowUp(models.Model):
    """One person means to look at a ticket again on a day, and says to themselves why."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    due = models.DateTimeField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        indexes = [models.Index(fields=["user", "due"], condition=Q(done_at=None), name="inbox_follow_up_open")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.due:%Y-%m-%d}"


class SavedView(models.Model):
    """A list under a name: for the one who saved it, or for a team."""

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=400)  # as it stands in the address of the list
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved view")

    def __str__(self) -> str:
        return self.name
