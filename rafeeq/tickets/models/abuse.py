"""A message that insults or threatens one of ours: it is folded away for everybody else, and stays what it is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import User
from rafeeq.tickets.models.message import Message


class Abuse(models.Model):
    """Somebody of ours found a customer's message abusive. One click shows it, and it cuts the customer off nothing."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT, related_name="abuse")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("abusive message")

    def __str__(self) -> str:
        return str(self.message_id)
