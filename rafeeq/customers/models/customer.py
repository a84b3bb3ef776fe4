"""Customers and their organisations."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import Branch, User


class Organisation(models.Model):
    """A company or authority that customers belong to."""

    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name


class Tier(models.TextChoices):
    """How large a customer is to us. Every measure is split by it, and judged by the smallest."""

    SMALL = "small", pgettext_lazy("tier", "Small")
    MEDIUM = "medium", pgettext_lazy("tier", "Medium")
    LARGE = "large", pgettext_lazy("tier", "Large")


class Customer(models.Model):
    """One person whom we serve, over any number of addresses. Never a user.

    What the person prefers is empty until they say it; nothing of it is guessed from the name.
    """

    class Channel(models.TextChoices):
        """By what the person wants to hear from us."""

        EMAIL = "email", pgettext_lazy("address", "E-mail")
        PHONE = "phone", pgettext_lazy("address", "Phone")

    name = models.CharField(_("name"), max_length=200, blank=True)
    folded = models.CharField(max_length=200, blank=True, editable=False)  # the name as it is searched
    language = models.CharField(_("language"), max_length=5, default="ar")  # of the first message
    tier = models.CharField(_("tier"), max_length=8, choices=Tier.choices, default=Tier.SMALL)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    # How the person wants to be spoken to
    title = models.CharField(_("title"), max_length=40, blank=True)
    called = models.CharField(_("called"), max_length=120, blank=True)
    wants_language = models.CharField(_("language"), max_length=5, blank=True)
    wants_channel = models.CharField(_("channel"), max_length=8, blank=True, choices=Channel.choices)
    digits = models.CharField(_("digits"), max_length=4, blank=True, choices=[("arab", "١٢٣"), ("latn", "123")])
    calendar = models.CharField(
        _("calendar"), max_length=9, blank=True, choices=[("gregorian", _("Gregorian")), ("hijri", _("Hijri"))]
    )
    # When not to call, in the installation's hours; both or neither, and the span may pass midnight.
    quiet_from = models.TimeField(_("not to be called from"), null=True, blank=True)
    quiet_until = models.TimeField(_("not to be called until"), null=True, blank=True)
    never_call = models.BooleanField(_("not to be called at all"), default=False)
    accessibility = models.CharField(_("what makes it easier"), max_length=300, blank=True)

    # While a reason stands here nothing of this person may be erased.
    hold_reason = models.CharField(_("why nothing may be erased"), max_length=500, blank=True)
    hold_since = models.DateTimeField(null=True)
    hold_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    # Until then what this person writes is folded away for our people. It closes no way of theirs.
    restricted_until = models.DateTimeField(null=True)
    restricted_why = models.CharField(_("why restricted"), max_length=500, blank=True)
    restricted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    # The same person's other record: this one is only a name for what happened before.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    erased_at = models.DateTimeField(null=True)
    # What this person is called in another system of the company.
    external_id = models.CharField(_("number elsewhere"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("customer")
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="customers_external_id_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="customers_quiet_hours_are_whole",
            ),
        ]
        indexes = [models.Index(fields=["folded"], name="customers_by_folded_name")]

    def __str__(self) -> str:
        return self.name

    def is_restricted(self, now: datetime) -> bool:
        """Whether what this person writes is folded away for our people."""
        return self.restricted_until is not None and self.restricted_until > now

    @property
    def form_of_address(self) -> str:
        """How the person wishes to be addressed, as they said it; nothing where they did not."""
        if not self.title and not self.called:
            return ""
        return " ".join(part for part in (self.title, self.called or self.name) if part)
