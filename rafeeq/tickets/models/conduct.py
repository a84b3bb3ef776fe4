"""Whom a complaint about conduct is about: it goes past them and past those above and beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Team, User
from rafeeq.tickets.models.ticket import Ticket


class ConductComplaint(models.Model):
    """What makes a ticket a complaint about conduct. `Ticket.is_conduct` says that such a row is there.

    Kept apart from the ticket it grew from, so that nothing on that one's pages can lead here; `origin` is told to the
    customer, and to whoever may read the complaint.
    """

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.PROTECT, related_name="conduct")
    # The person, when the customer could name one; and the team that had the ticket it is about.
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    # The team that the installation trusts with such complaints (`tickets.conduct_team`), as it was then.
    confided_to = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("complaint about conduct")

    def __str__(self) -> str:
        return str(self.ticket_id)
