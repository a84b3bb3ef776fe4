"""Where a person is or was signed in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from rafeeq.staff.models.people import User


class SignIn(models.Model):
    """One browser in which a person signed in. `device` is a mark in that browser that outlives the session."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins", db_index=False)
    session_key = models.CharField(max_length=40)
    device = models.CharField(max_length=32)
    user_agent = models.CharField(max_length=300, blank=True)
    ip = models.GenericIPAddressField(null=True)
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session_key"], condition=Q(ended_at__isnull=True), name="staff_sign_in_of_session"
            )
        ]
        indexes = [models.Index(fields=["user", "-last_seen"], name="staff_sign_in_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.ip} {self.first_seen:%Y-%m-%d %H:%M}"
