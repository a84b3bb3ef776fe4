"""Webhooks, as administrators enter them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.api.words import TOLD
from rafeeq.lib.fetch import Refused, target
from rafeeq.lib.text import one_line


class WebhookForm(forms.Form):
    """Where to, and what of."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Begins with https://. Addresses inside your own network must be named in RAFEEQ_FETCH_ALLOWED."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=list(TOLD.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )
    is_active = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("A name is needed."))
        return name

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            target(url)
        except Refused:
            raise forms.ValidationError(_("This is no address of the web. It begins with https://.")) from None
        return url
