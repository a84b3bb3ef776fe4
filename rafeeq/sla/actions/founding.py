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
