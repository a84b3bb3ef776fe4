"""How far each reader of the timeline has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reader(models.Model):
    """A reader of the timeline and its place there: PostgreSQL's transaction and the event's id (SQLite: 0 and the id).

    Places compare as pairs; see `tickets/queries/news.py` for why.
    """

    name = models.CharField(max_length=40, unique=True)
    xid = models.PositiveBigIntegerField(default=0)
    event = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("reader of the timeline")

    def __str__(self) -> str:
        return f"{self.name} {self.xid}-{self.event}"
