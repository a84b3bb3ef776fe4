"""The shape of what protects people from abuse: which messages are folded away, and for how long all of somebody's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import Asking, Names


class AbuseForm(Asking):
    """Which of the customer's messages are abusive; what is not ticked stands open."""

    name = "abuse"
    may_restrict = False  # whether the reader may also restrict the customer

    messages = forms.TypedMultipleChoiceField(
        label=_("Messages of the customer"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, messages: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = dict(messages)
        self.fields["messages"].choices = list(self.offered.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Beside what was ticked what could have been: older messages are not on offer, and stay as they are."""
        entered: dict[str, Any] = super().clean() or {}
        return entered | {"offered": set(self.offered)}


class RestrictionForm(Asking):
    """For how long what a customer writes is folded away, and why."""

    name = "restriction"

    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(7, _("One week")), (14, _("Two weeks")), (30, _("30 days, the longest")), (0, _("End it now"))],
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Our people read it beside the restriction."),
    )

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        if entered.get("days") and not (entered.get("why") or "").strip():
            self.add_error("why", _("Say why: a restriction without a reason cannot be looked at again."))
        return entered
