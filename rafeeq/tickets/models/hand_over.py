"""The baton: a ticket is offered to a team with what it needs to go on, and taken by somebody there."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Team, User
from rafeeq.tickets.models.ticket import Ticket


class HandOver(models.Model):
    """One hand-over. The giver keeps the ticket until somebody on the other side accepts it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="hand_overs")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_agent = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    # The packet: what the next person must not have to ask the customer again.
    restatement = models.TextField(_("what the customer needs"))
    is_confirmed = models.BooleanField(default=False)  # the customer has said yes to these very words
    done = models.TextField(_("what was done"), blank=True)
    missing = models.TextField(_("what is missing"), blank=True)
    promised = models.TextField(_("what was promised"), blank=True)

    # The second hand-over of a ticket needs a supervisor; whether it goes back to a team that had it already is seen.
    # Held: somebody asked for it who needs a supervisor's word; nobody is offered it before that.
    is_held = models.BooleanField(default=False)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    goes_back = models.BooleanField(default=False)

    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    returned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    return_reason = models.TextField(_("why it was returned"), blank=True)
    settled_at = models.DateTimeField(null=True)  # accepted, returned, refused, or replaced by a newer offer
    told_late_at = models.DateTimeField(null=True)  # nobody had settled it in time, and the supervisors were told

    class Meta:
        verbose_name = _("hand-over")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(settled_at__isnull=True), name="tickets_one_hand_over_waits"
            )
        ]
        indexes = [
            models.Index(fields=["to_team"], condition=Q(settled_at__isnull=True), name="tickets_hand_over_waits")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.to_team_id}"
