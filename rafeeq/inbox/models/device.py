"""The browsers in which people of ours want to be told, even while no page of ours is open."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import SignIn, User


class Device(models.Model):
    """One browser that takes notices: where they are handed in, and the keys that only it can open them with.

    It belongs to a sign-in and counts only while that one lasts (`queries.devices.listening`).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sign_in = models.OneToOneField(SignIn, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)  # whoever knows it can be a nuisance: never shown
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    user_agent = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("device that takes notices")

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d %H:%M}"
