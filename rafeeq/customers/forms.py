"""The shape of what people enter about customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models import Address, Consent, Customer, Import, Tier
from rafeeq.customers.rules import TITLES
from rafeeq.customers.rules.tables import FIELDS, missing
from rafeeq.staff.models import Branch

AS_THEY_WRITE = _("As they write to us")
NOT_SAID = _("Not said")


class About(forms.Form):
    """A form whose fields carry ids of their own, since one page holds many forms."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = f"{self.name}_%s", ""


class DetailsForm(About):
    """Who the customer is to us."""

    name = "details"

    called_name = forms.CharField(label=_("Name"), required=False, max_length=200)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    branch = forms.TypedChoiceField(label=_("Branch"), required=False, coerce=int, empty_value=None)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    external_id = forms.CharField(label=_("Number elsewhere"), required=False, max_length=120)

    def __init__(self, *args: Any, branches: list[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = [("", _("None")), *((one.pk, one.name) for one in branches)]  # type: ignore[attr-defined]

    @staticmethod
    def of(customer: Customer) -> dict[str, Any]:
        """What the form starts with."""
        return {
            "called_name": customer.name,
            "organisation": customer.organisation.name if customer.organisation else "",
            "branch": customer.branch_id,
            "tier": customer.tier,
            "external_id": customer.external_id,
        }

    def values(self) -> dict[str, Any]:
        """The columns of the record that were entered."""
        entered = dict(self.cleaned_data)
        entered["name"] = entered.pop("called_name")
        chosen = entered["branch"]
        entered["branch"] = Branch(pk=chosen) if chosen else None
        return entered


class PreferencesForm(About):
    """How the customer wants to be spoken to. Empty is what they have not said; nothing is guessed."""

    name = "preferences"

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"list": "titles", "autocomplete": "off"}),
        help_text=_("As the customer wishes to be called. Nothing is guessed from the name."),
    )
    called = forms.CharField(label=_("Called"), required=False, max_length=120)
    wants_language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", AS_THEY_WRITE), ("ar", "العربية"), ("en", "English")]
    )
    wants_channel = forms.ChoiceField(
        label=_("Wants to hear from us by"), required=False, choices=[("", NOT_SAID), *Customer.Channel.choices]
    )
    digits = forms.ChoiceField(
        label=_("Digits"), required=False, choices=[("", NOT_SAID), ("arab", "١٢٣"), ("latn", "123")]
    )
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        required=False,
        choices=[("", NOT_SAID), ("gregorian", _("Gregorian")), ("hijri", _("Hijri"))],
    )
    never_call = forms.BooleanField(label=_("Never to be called"), required=False)
    quiet_from = forms.TimeField(
        label=_("Not to be called from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    accessibility = forms.CharField(
        label=_("What makes it easier"),
        required=False,
        max_length=300,
        help_text=_("For instance: hard of hearing, write instead of calling; short sentences; large print."),
    )
    titles = TITLES

    def clean(self) -> dict[str, Any]:
        """Hours of quiet have a beginning and an end."""
        entered: dict[str, Any] = super().clean() or {}
        if bool(entered.get("quiet_from")) != bool(entered.get("quiet_until")):
            self.add_error("quiet_until", _("Say from when until when, or leave both empty."))
        return entered


class AddressForm(About):
    """One more way to reach the customer."""

    name = "address"

    kind = forms.ChoiceField(label=_("Kind"), choices=Address.Kind.choices)
    value = forms.CharField(
        label=_("Address"), max_length=320, error_messages={"required": _("Write the address or the number.")}
    )


class ProofForm(About):
    """How an address was shown to be the customer's."""

    name = "proof"

    how = forms.ChoiceField(label=_("How"), choices=[one for one in Address.Proof.choices if one[0] != "link"])


class ConsentForm(About):
    """The customer's word about one use of their data."""

    name = "consent"

    kind = forms.ChoiceField(label=_("For what"), choices=Consent.Kind.choices)
    is_given = forms.TypedChoiceField(
        label=_("The customer's word"),
        choices=[("yes", _("Gives consent")), ("no", _("Withdraws consent"))],
        coerce=lambda word: word == "yes",
    )
    source = forms.ChoiceField(
        label=_("How we heard it"), choices=[one for one in Consent.Source.choices if one[0] != "imported"]
    )


class FactForm(About):
    """What the customer told us about themselves."""

    name = "fact"

    text = forms.CharField(
        label=_("What the customer told us"),
        max_length=500,
        error_messages={"required": _("Write what the customer told us.")},
    )
    message = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)


class DocumentForm(About):
    """A document that is asked for."""

    name = "document"

    document = forms.CharField(
        label=_("Which document"), max_length=120, error_messages={"required": _("Name the document.")}
    )
    why_again = forms.CharField(label=_("Why it is asked for again"), required=False, max_length=300)


class ReceiptForm(About):
    """A document that has come."""

    name = "receipt"

    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    attachment = forms.TypedChoiceField(label=_("The file"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, files: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachment"].choices = [("", _("None of the files here")), *files]  # type: ignore[attr-defined]


class HoldForm(About):
    """Why nothing of this customer may be erased; empty lifts it."""

    name = "hold"

    reason = forms.CharField(
        label=_("Why nothing may be erased"),
        required=False,
        max_length=500,
        help_text=_("For instance the number of the case. Emptied, the record may be erased again."),
    )


class ErasureForm(About):
    """Nobody erases a person by a slip of the hand."""

    name = "erasure"

    typed = forms.CharField(
        label=_("The customer's name, as it stands above"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name exactly as it stands above.")},
    )


LARGEST_FILE = 200 * 1024 * 1024  # bytes


class ImportForm(About):
    """A file to be taken in."""

    name = "import"

    kind = forms.ChoiceField(label=_("What the file holds"), choices=Import.Kind.choices)
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A CSV file as spreadsheets save it, its first row the headings, in Arabic or English."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> Any:
        """No larger than what is read in reasonable time."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large. Part it into several."))
        return file


class ColumnsForm(About):
    """Which column of the file holds what."""

    name = "columns"

    labels = {
        "name": _("Name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "customer_id": _("Customer number"),
        "organisation": _("Organisation"),
        "branch": _("Branch"),
        "tier": _("Tier"),
        "language": _("Language"),
        "title": _("Title"),
        "called": _("Called"),
        "external_id": _("Number of the visit or order"),
        "kind": _("Visit or order"),
        "at": _("Date and time"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "what": _("What"),
    }

    def __init__(self, *args: Any, kind: str, heading: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        places = [
            ("", _("Not in the file")),
            *((place, words or f"{place + 1}") for place, words in enumerate(heading)),
        ]
        for field in FIELDS[kind]:
            self.fields[field] = forms.TypedChoiceField(
                label=self.labels[field], required=False, choices=places, coerce=int, empty_value=None
            )

    def columns(self) -> dict[str, int]:
        """The places by our names of the fields."""
        return {field: place for field, place in self.cleaned_data.items() if place is not None}

    def clean(self) -> dict[str, Any]:
        """What is needed is there."""
        entered: dict[str, Any] = super().clean() or {}
        held = {field: place for field, place in entered.items() if place is not None}
        for group in missing(held, self.kind):
            self.add_error(group[0], _("This is needed. Say which column holds it."))
        return entered
