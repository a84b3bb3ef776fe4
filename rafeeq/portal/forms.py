"""The shape of what a customer enters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.tickets.forms import FilesField
from rafeeq.tickets.models import Kind

ASKED_KINDS = (Kind.INQUIRY, Kind.REQUEST, Kind.COMPLAINT, Kind.SUGGESTION, Kind.PRAISE, Kind.DATA_RIGHTS)


class RequestForm(forms.Form):
    """A new matter. Two entries are required: where to answer, and what it is about."""

    email = forms.CharField(
        label=_("Your e-mail"),
        help_text=_("We answer you there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("How can we help?"),
        help_text=_("In your own words. An order or invoice number helps, if you have one."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    kind = forms.ChoiceField(
        label=_("It is"), required=False, choices=[(kind.value, kind.label) for kind in ASKED_KINDS]
    )
    attachments = FilesField(required=False, label=_("Files or pictures"))
    # People do not see this one; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        try:
            normalise("email", email)
        except BadAddress:
            raise forms.ValidationError(
                _("This does not look like an e-mail address, such as name@example.com.")
            ) from None
        return email


class AnswerForm(forms.Form):
    """A further word of the customer on their own request."""

    text = forms.CharField(
        label=_("Add something"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attachments = FilesField(required=False, label=_("Files or pictures"))

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if not (entered.get("text") or "").strip() and not entered.get("attachments") and not self.errors:
            self.add_error("text", _("There is nothing to send yet."))
        return entered
