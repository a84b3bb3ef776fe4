"""What somebody may ask of a measure."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.insights.queries.figures import Asked
from rafeeq.insights.rules.dimensions import DIMENSIONS
from rafeeq.insights.rules.sampling import FEWEST, MOST

USUAL = timedelta(days=27)
LONGEST = timedelta(days=400)
FIRST_YEAR = 2000


class AskedForm(forms.Form):
    """A period, at most 400 days long, and what the number is split by. Nothing said: the last four weeks, together."""

    start = forms.DateField(required=False)
    end = forms.DateField(required=False)
    by = forms.ChoiceField(required=False, choices=[("", "")] + [(one, one) for one in DIMENSIONS])

    def clean(self) -> dict[str, object]:
        """The period is whole, and runs forward."""
        told = super().clean() or {}
        end = told.get("end") or timezone.localdate()
        start = told.get("start") or end - USUAL
        if start > end:
            raise forms.ValidationError({"start": _("The period ends before it begins.")})
        if end - start > LONGEST or start.year < FIRST_YEAR:
            raise forms.ValidationError({"start": _("A period is at most 400 days long.")})
        return told | {"start": start, "end": end}

    def asked(self, branches: tuple[int, ...] | None) -> Asked:
        """What was asked, for these branches; of a faulty form, the usual."""
        told = self.cleaned_data if self.is_valid() else {}
        today: date = timezone.localdate()
        return Asked(told.get("start", today - USUAL), told.get("end", today), branches, told.get("by", ""))


class DrawForm(AskedForm):
    """The period of a sample, and how many rows it has."""

    size = forms.IntegerField(
        min_value=FEWEST,
        max_value=MOST,
        error_messages={
            name: _("A sample has from 30 to 100 rows.") for name in ("required", "invalid", "min_value", "max_value")
        },
    )
