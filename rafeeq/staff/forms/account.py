"""What people enter about themselves."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.forms.entrance import NewPassword
from rafeeq.staff.models import User

AS_EVERYBODY = ("", _("As the installation says"))


def _choices(name: str) -> list[tuple[Any, Any]]:
    field: Any = User._meta.get_field(name)
    return [AS_EVERYBODY, *field.choices]


class AccountForm(forms.Form):
    """Name, and how one reads."""

    name = forms.CharField(label=_("Your name, as colleagues and customers read it"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_choices("language"))
    digits = forms.ChoiceField(label=_("Digits"), required=False, choices=_choices("digits"))
    calendar = forms.ChoiceField(label=_("Calendar"), required=False, choices=_choices("calendar"))
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
    )
    signature = forms.CharField(
        label=_("Your signature"),
        help_text=_("Stands under your replies, above the signature of the team."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangePasswordForm(NewPassword):
    """The old password, so that nobody sets a new one at a desk that was left open; and the new one."""

    request: HttpRequest | None = None

    old = forms.CharField(
        label=_("Your present password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("The new password")

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.person):
            raise get_adapter().validation_error("too_many_login_attempts")
        if self.person is None or not self.person.check_password(old):
            raise forms.ValidationError(_("This is not your present password."))
        return old
