"""What we said we would do, and by when (دفتر الوعود)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Message, Ticket


class Promise(models.Model):
    """A dated commitment to the customer. It is kept only with a result, and moved only before it is due."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("promise", "Open")
        KEPT = "kept", pgettext_lazy("promise", "Kept")
        LATE = "late", pgettext_lazy("promise", "Kept late")
        BROKEN = "broken", pgettext_lazy("promise", "Broken")
        MOVED = "moved", pgettext_lazy("promise", "Moved before it was due")
        RELEASED = "released", pgettext_lazy("promise", "No longer needed by the customer")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(_("what was promised"), max_length=500)
    due_at = models.DateTimeField(_("due"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="promises")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    result = models.TextField(_("what came of it"), blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    moved_from = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="moved_to")
    # The next thing that happens by itself (warn the owner, note the breach and apologise, escalate), and when.
    next_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    apologised_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("promise")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="sla_promise_next"),
            models.Index(
                fields=["owner", "due_at"], condition=Q(state__in=("open", "broken")), name="sla_promise_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.due_at:%Y-%m-%d}"
