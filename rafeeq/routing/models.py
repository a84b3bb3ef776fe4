"""Routes, in their order, and whose turn it is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Skill, Team, User


class Route(models.Model):
    """Where matters of one sort go. The first route in order that fits decides; the last one fits all.

    `fits`, each list empty or absent where it does not matter: {"kinds", "channels", "accounts", "languages",
    "branches", "tiers", "organisations", "reasons", "words": […], "time": "open" or "closed"}. The meaning of each is
    told in `rules.matching`.
    """

    order = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_last = models.BooleanField(default=False)
    fits = models.JSONField(default=dict, blank=True)
    # Null, in the last route alone: the team that is the installation's first.
    to_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    # Whether it finds the person too, or leaves the matter to whoever of the team takes it.
    assigns = models.BooleanField(default=False)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Only to those who speak the language of the matter.
    speaks = models.BooleanField(default=False)
    most = models.PositiveSmallIntegerField(_("open matters at most"), null=True, blank=True)  # null: no limit
    same_agent = models.BooleanField(default=True)
    # The larger, the sooner its matters find a person; never at the cost of one whose time runs out.
    weight = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("route")
        constraints = [
            models.UniqueConstraint(fields=["is_last"], condition=Q(is_last=True), name="routing_one_last_route"),
            models.CheckConstraint(
                condition=Q(is_last=True) | Q(to_team__isnull=False), name="routing_a_route_leads_to_a_team"
            ),
            models.CheckConstraint(condition=~Q(most=0), name="routing_somebody_may_have_something"),
        ]
        indexes = [models.Index(fields=["is_last", "order", "id"], name="routing_route_order")]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """When a route gave somebody a matter last: of those who have equally much, who waited longest is next."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("turn")

    def __str__(self) -> str:
        return str(self.user_id)
