"""Why customers came, as people said it: what the suggestion of contact reasons is learned from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafeeq.tickets.models import Reason, Ticket


class ReasonLabel(models.Model):
    """The reason of one ticket in somebody's judgement. It is not kept whose: learning is no measure of people."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.BigIntegerField(db_index=True)  # the entry of the timeline that said so last

    class Meta:
        verbose_name = _("label of a contact reason")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.reason_id}"
