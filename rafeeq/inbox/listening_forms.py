"""The shape of what people enter when they listen: our words for the matter, and the customer's about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import HEARD, Asking
from rafeeq.tickets.models import Restatement

LONGEST = 10_000


class RestatementForm(Asking):
    name = "restatement"

    text = forms.CharField(
        label=_("What the customer needs, in your words"),
        help_text=_(
            "The customer reads this and says whether it is so. Say only what you understood, and promise nothing yet."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Put into words what the customer needs.")},
    )


class RestatedForm(Asking):
    """The customer's word about our words, heard by one who did not write them."""

    name = "restated"

    verdict = forms.ChoiceField(
        label=_("What the customer says"),
        choices=Restatement.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the customer said.")},
    )
    correction = forms.CharField(
        label=_("What the customer means, in their words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.ChoiceField(label=_("How we heard it"), choices=HEARD)

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        if entered.get("verdict") == "no" and not (entered.get("correction") or "").strip():
            self.add_error("correction", _("Write down what the customer means, so that nobody has to ask again."))
        return entered


class ExpectationForm(Asking):
    """What would make it right, as the customer said it by phone or at the counter."""

    name = "expectation"

    text = forms.CharField(
        label=_("What would make it right, in the customer's words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write down what the customer hopes for.")},
    )
    by_when = forms.CharField(label=_("By when?"), required=False, max_length=200)
    source = forms.ChoiceField(label=_("How we heard it"), choices=HEARD)
