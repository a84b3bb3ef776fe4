"""Limits of authority."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.lib import money
from rafeeq.setup.forms.arranging import Arranging, Line
from rafeeq.staff.models import Act, Role
from rafeeq.staff.wording import amount_fault
from rafeeq.system import preferences
from rafeeq.system.preferences import Preference

MONEY = (Act.REFUND, Act.CREDIT, Act.WAIVER)
# What a desk may begin with, each role ten times the one below it; the largest first, as they are kept.
PROPOSAL = {Role.MANAGER: "20000", Role.SUPERVISOR: "2000", Role.AGENT: "200"}


class LimitForm(forms.Form):
    """How much one role may grant of one thing in one currency."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    act = forms.ChoiceField(label=_("What is granted"), choices=Act.choices)
    amount = Line(label=_("Up to"), max_length=30, help_text=_("An exception from a rule has no amount."))
    currency = Line(label=_("Currency"), max_length=3, help_text=_("The ISO code, such as SAR, AED or KWD."))
    unlimited = forms.BooleanField(label=_("Without a limit"), required=False)
    anyway = forms.BooleanField(
        label=_("Keep it although the smaller role may then grant more"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["currency"].widget.attrs |= {"dir": "ltr", "list": "currencies", "autocapitalize": "characters"}
        self.fields["amount"].widget.attrs |= {"dir": "ltr", "inputmode": "decimal"}

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """The amount as a number: None without a limit."""
        entered: dict[str, Any] = super().clean() or {}
        if entered.get("act") == Act.EXCEPTION:
            return entered | {"amount": None, "currency": ""}
        amount = self._amount(entered)
        if not entered.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency."))
        if "amount" in self.errors or "currency" in self.errors:
            return entered
        found = money.fault(Decimal(0) if amount is None else amount, entered.get("currency", ""), zero=True)
        if found is not None:
            field = "currency" if found == "unknown_currency" else "amount"
            self.add_error(field, amount_fault(found, entered.get("currency", "")))
        return entered | {"amount": amount}

    def _amount(self, entered: dict[str, Any]) -> Decimal | None:
        if entered.get("unlimited"):
            return None
        amount = money.read(entered.get("amount", ""))
        if amount is None:
            self.add_error("amount", amount_fault("not_a_number", ""))
        return amount


class ProposalForm(forms.Form):
    """Limits for every role at once: begun with a proposal, changed by whoever reads it, kept only when it is sent.

    An empty amount: this role asks in every case.
    """

    currency = Line(
        label=_("Currency"), max_length=3, help_text=_("The ISO code, such as SAR, AED or KWD."), required=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["currency"].initial = "SAR"
        self.fields["currency"].widget.attrs |= {"dir": "ltr", "list": "currencies", "autocapitalize": "characters"}
        for role, proposed in PROPOSAL.items():
            for act in MONEY:
                field = Line(label=Act(act).label, required=False, max_length=30, initial=proposed)
                field.widget.attrs |= {"dir": "ltr", "inputmode": "decimal"}
                self.fields[f"{role}_{act}"] = field

    @property
    def by_role(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The name of each role, and its fields."""
        return [(str(Role(role).label), [self[f"{role}_{act}"] for act in MONEY]) for role in PROPOSAL]

    def clean_currency(self) -> str:
        """In capital letters."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """Every amount as a number; those that were left empty are left out."""
        entered: dict[str, Any] = super().clean() or {}
        self.limits: list[tuple[str, str, Decimal]] = []
        for role in PROPOSAL:
            for act in MONEY:
                name = f"{role}_{act}"
                if not entered.get(name) or "currency" in self.errors:
                    continue
                amount = money.read(entered[name])
                found = "not_a_number" if amount is None else money.fault(amount, entered["currency"], zero=True)
                if found is not None or amount is None:
                    field = "currency" if found == "unknown_currency" else name
                    self.add_error(field, amount_fault(found or "not_a_number", entered["currency"]))
                else:
                    self.limits.append((role, act, amount))
        if not self.limits and not self.errors:
            raise forms.ValidationError(_("Without an amount nobody may grant anything. Write at least one."))
        return entered


class ApprovalHoursForm(Arranging):
    """Within how many working hours somebody decides."""

    of: ClassVar[dict[str, Preference[Any]]] = {"hours": preferences.APPROVAL_HOURS}
    hours = forms.IntegerField(min_value=1, max_value=240)
