"""The first time rule, so that a new desk has clocks from its first message on."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.sla.models import TimeRule

TARGETS: dict[str, dict[str, Any]] = {
    "first_reply": {"amount": 4, "unit": "working_hours"},
    "next_reply": {"amount": 8, "unit": "working_hours"},
    "resolution": {"amount": 5, "unit": "working_days"},
    "internal": {"amount": 2, "unit": "working_days"},
}
PAUSE_CAP_HOURS = 7 * 24


def found_rule() -> None:
    """One general rule for everything, if there is none at all; safe to call at every start."""
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        if not TimeRule.objects.exists():
            TimeRule.objects.create(name=_("General rule"), order=100, targets=TARGETS, pause_cap_hours=PAUSE_CAP_HOURS)


DATA_RIGHTS = "data_rights"  # the preset's name by which it is known that the rule was there once


def found_data_rights_rule() -> None:
    """The time that the law gives for requests about one's own data, 30 calendar days, if it was never founded.

    A rule that people ended or replaced is not founded again.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        if not TimeRule.objects.filter(preset=DATA_RIGHTS).exists():
            TimeRule.objects.create(
                name=_("Requests about personal data"),
                order=10,
                fits={"kinds": ["data_rights"]},
                targets={"resolution": {"amount": 30, "unit": "calendar_days"}},
                is_legal=True,
                preset=DATA_RIGHTS,
                source=_("The implementing regulation of the Saudi Personal Data Protection Law: 30 days"),
            )
