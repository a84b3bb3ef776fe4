from django.db import models
from django.utils import timezone


class Setting(models.Model):
    """One value that the installation remembers for everybody; written by `actions.remember` alone."""

    key = models.CharField(max_length=100, unique=True)
    value = models.JSONField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
