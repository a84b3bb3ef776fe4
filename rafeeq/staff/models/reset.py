"""Permission to set a new password without knowing the old one."""

from django.db import models
from django.utils import timezone

from rafeeq.staff.models.people import User


class PasswordReset(models.Model):
    """One link that was mailed to a person who forgot their password; it opens once, and not for long."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="resets")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # used, or made useless by another change of the password

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"
