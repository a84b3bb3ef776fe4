"""The shape of what protects people from abuse: which messages are folded away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import Asking, Names


class AbuseForm(Asking):
    """Which of the customer's messages are abusive; what is not ticked stands open."""

    name = "abuse"

    messages = forms.TypedMultipleChoiceField(
        label=_("Messages of the customer"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, messages: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["messages"].choices = list(messages)  # type: ignore[attr-defined]
