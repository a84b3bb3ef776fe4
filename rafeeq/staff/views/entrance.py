"""Signing in: the library's page in our words."""

from typing import Any

from allauth.account.views import LoginView

from rafeeq.staff.forms import SignInForm
from rafeeq.staff.second_factor import passkeys_possible


class SignIn(LoginView):  # type: ignore[misc]  # the library carries no types
    """The form for e-mail and password, and the button for a passkey where browsers offer them."""

    form_class = SignInForm
    extra_context: Any = {"passkeys_possible": passkeys_possible}
