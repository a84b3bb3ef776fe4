"""Invitations: how a new person comes in."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models.people import LANGUAGES, Branch, Role, Team, User


class Invitation(models.Model):
    """One invitation of one address. Its link is signed over `epoch`: raised, every link sent before opens nothing."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.AGENT)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True, choices=LANGUAGES)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    epoch = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    user = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="invitation")

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(withdrawn_at__isnull=True, accepted_at__isnull=True),
                name="staff_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: datetime) -> bool:
        """Whether somebody can still come in by it."""
        return self.withdrawn_at is None and self.accepted_at is None and now < self.expires_at
