"""Users, teams and branches."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models.hours import Calendar
from rafeeq.staff.rules import enters_settings, may_administer, may_approve, may_arrange, may_see_measures


class Role(models.TextChoices):
    """What a person is here for; what it allows is told in `rules.py`."""

    AGENT = "agent", pgettext_lazy("role", "Agent")
    COLLEAGUE = "colleague", pgettext_lazy("role", "Colleague in another department")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "Supervisor")
    REVIEWER = "reviewer", pgettext_lazy("role", "Quality reviewer")
    MANAGER = "manager", pgettext_lazy("role", "Service manager")
    OWNER = "owner", pgettext_lazy("role", "Owner of a cause")
    ADMIN = "admin", pgettext_lazy("role", "Administrator")


# The name of each language is written in that language.
LANGUAGES = [("ar", "العربية"), ("en", "English")]


class Branch(models.Model):
    """A place that serves customers; the first start makes one. A closed one stays, for what happened there."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_default = models.BooleanField(default=False)
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("branch")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="staff_one_default_branch"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People of one branch who share their tickets. What no route claims arrives at the default team."""

    name = models.CharField(_("name"), max_length=120)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="teams")
    is_default = models.BooleanField(default=False)
    # Null: as the branch.
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # A dissolved team stays, for what happened there; its tickets, and what still arrives for it, go to another.
    dissolved_at = models.DateTimeField(null=True)
    moves_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(fields=["branch", "name"], name="staff_team_name_in_branch"),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="staff_one_default_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Looks a user up by the e-mail address, whatever its capital letters."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in to serve. Customers are never users."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.AGENT)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="users")
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    # Empty: as the browser's own choice, else the installation's.
    language = models.CharField(_("language"), max_length=5, blank=True, choices=LANGUAGES)
    digits = models.CharField(_("digits"), max_length=4, blank=True, choices=[("arab", "١٢٣"), ("latn", "123")])
    calendar = models.CharField(
        _("calendar"),
        max_length=9,
        blank=True,
        choices=[("gregorian", _("Gregorian")), ("hijri", _("Hijri"))],
    )
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=[("light", _("Light")), ("dark", _("Dark"))])
    signature = models.TextField(_("signature"), blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        constraints = [models.UniqueConstraint(Lower("email"), name="staff_user_email")]

    def __str__(self) -> str:
        return self.name

    @property
    def administers(self) -> bool:
        """Whether this person may change what concerns the whole installation."""
        return may_administer(self.role)

    @property
    def arranges(self) -> bool:
        """Whether this person may arrange the daily work for everybody."""
        return may_arrange(self.role)

    @property
    def approves(self) -> bool:
        """Whether this person is among those who are asked to approve."""
        return may_approve(self.role)

    @property
    def sees_measures(self) -> bool:
        """Whether the board and its measures are open to this person."""
        return may_see_measures(self.role)

    @property
    def enters_settings(self) -> bool:
        """Whether at least one room of the settings is open to this person."""
        return enters_settings(self.role)

    @classmethod
    def normalize_username(cls, username: Any) -> Any:
        return username.strip().lower() if isinstance(username, str) else username
