"""What people enter to come in."""

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


class NewPassword(forms.Form):
    """A form with a new password, judged by the same rules wherever it is set. `person` is whom it is for."""

    person: User | None = None

    password = forms.CharField(
        label=_("A password"),
        help_text=_("Ten characters or more; a sentence is easy to remember."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if "password" in entered:
            person = self.person or User()
            named = User(name=entered.get("name", person.name), email=entered.get("email", person.email))
            try:
                validate_password(entered["password"], named)
            except ValidationError as error:
                self.add_error("password", error)
        return entered


class FirstAdministratorForm(NewPassword):
    """The first person of a new installation."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)
    field_order = ("name", "email", "password")


class WelcomeForm(NewPassword):
    """An invited person, who comes in."""

    name = forms.CharField(label=_("Your name, as colleagues and customers read it"), max_length=120)
    field_order = ("name", "password")


class NewPasswordForm(NewPassword):
    """A new password behind a link from a mail."""


class ResetForm(forms.Form):
    """Who has forgotten their password."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
