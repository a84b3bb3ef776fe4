"""The shape of what people enter about themselves."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import User


class SignInForm(LoginForm):  # type: ignore[misc]  # the library carries no types
    """The account library's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"].label = _("Your e-mail")
        self.fields["password"].label = _("Your password")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


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
