from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """Who changed what, from what, to what. Rows are only added: a trigger of the database refuses every change."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True, blank=True)  # a number, not a key: people are on a floor above
    what = models.CharField(max_length=100)
    target = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.what} {self.target}".rstrip()
