"""The shape of what people enter about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import User


class FirstAdministratorForm(forms.Form):
    """The first person of a new installation."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)
    password = forms.CharField(
        label=_("A password"),
        help_text=_("Ten characters or more; a sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if "password" in entered:
            person = User(name=entered.get("name", ""), email=entered.get("email", ""))
            try:
                validate_password(entered["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return entered
