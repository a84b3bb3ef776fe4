"""Answers that were offered beside a request while it was being written, and whether they spared it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.models.article import Article
from rafeeq.tickets.models import Ticket


class Offer(models.Model):
    """There were likely answers for somebody who wrote a request. By lot some were not shown (`held_back`): whether
    those who saw them send less is the only honest measure of what they spare. Nothing that was written is kept."""

    class End(models.TextChoices):
        NOTHING = "", pgettext_lazy("offer", "Nothing was sent, and nobody said why")
        SENT = "sent", pgettext_lazy("offer", "The request was sent")
        SPARED = "spared", pgettext_lazy("offer", "The customer said that no message is needed any more")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", db_index=False)  # the likeliest
    held_back = models.BooleanField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
    end = models.CharField(max_length=6, choices=End.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ticket = models.OneToOneField(Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("likely answers beside a request")
        constraints = [
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="knowledge_offer_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(end="spared") | Q(held_back=False), name="knowledge_spared_by_what_was_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.end}"
