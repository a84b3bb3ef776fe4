"""What the JSON door keeps: the tokens it opens for."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import User

SCOPES = ("read", "write")


def all_scopes() -> list[str]:
    """What a token may do unless it was made for less."""
    return list(SCOPES)


class ApiToken(models.Model):
    """A key for programs. It carries its user's rights, at most; the secret itself is never kept."""

    prefix = models.CharField(max_length=16, unique=True)
    hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=120, blank=True)
    scopes = models.JSONField(default=all_scopes)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}".rstrip()

    def is_in_force(self, now: datetime) -> bool:
        """Whether the token opens the door at this moment; a user who was removed takes their tokens along."""
        lasts = self.expires_at is None or self.expires_at > now
        return self.revoked_at is None and lasts and self.user.is_active
