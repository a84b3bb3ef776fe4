"""What is granted to a customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import Asking
from rafeeq.lib import money
from rafeeq.staff.models import Act, User
from rafeeq.staff.queries.authority import currencies_in_use, own_limits
from rafeeq.staff.wording import amount_fault, limits_sentence_to_you
from rafeeq.system.forms import with_field


class GrantForm(Asking):
    """What, how much, and why. `beyond`: it exceeds the person's authority, and the same form asks for approval."""

    name = "grant"
    beyond = ""

    act = forms.ChoiceField(label=_("What is granted"), choices=Act.choices)
    amount = forms.CharField(
        label=_("Amount"), required=False, max_length=30, help_text=_("An exception from a rule has no amount.")
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    why = forms.CharField(
        label=_("Why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: whoever reads this later must understand it.")},
    )
    ask = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["currency"].choices = [(one, one) for one in currencies_in_use() or ["SAR"]]  # type: ignore[attr-defined]
        self.fields["amount"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    @property
    def own(self) -> str:
        """What the person may grant at once, in a sentence."""
        return limits_sentence_to_you(own_limits(self.user))

    def clean(self) -> dict[str, Any]:
        """The amount as a number, or why it is none."""
        entered: dict[str, Any] = super().clean() or {}
        if entered.get("act") == Act.EXCEPTION or "currency" in self.errors:
            return entered | {"amount": None, "currency": ""}
        amount, currency = money.read(entered.get("amount", "")), entered.get("currency", "")
        fault = "not_a_number" if amount is None else money.fault(amount, currency)
        if fault is not None:
            self.add_error("currency" if fault == "unknown_currency" else "amount", amount_fault(fault, currency))
        return entered | {"amount": amount}

    def turn_into_asking(self, sentence: str) -> None:
        """What is beyond the person's authority is sent to who may approve it, when the form is sent once more."""
        with_field(self, "ask", "on")
        self.beyond = sentence
