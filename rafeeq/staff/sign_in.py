"""How staff sign in: with the accounts that an administrator made, and no others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.staff.actions import sign_ins
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_administer
from rafeeq.staff.second_factor import report


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Our word to the account library: nobody signs themselves up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("This e-mail and this password do not belong together."),
        "incorrect_password": gettext_lazy("This is not your present password."),
        "too_many_login_attempts": gettext_lazy("There were too many attempts. Signing in rests for a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        # An administrator passes the first steps, as long as they are not done.
        return "/" if may_administer(getattr(request.user, "role", "")) else "/inbox/"

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This account has been closed. An administrator can open it again."))
        return redirect("account_login")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing on signing in and out: the page that follows says it."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the server has found: behind a trusted proxy, whom the proxy names."""
        return str(request.META.get("REMOTE_ADDR") or "")

    def logout(self, request: HttpRequest) -> None:
        """End this session."""
        sign_ins.end_session(request.session.session_key or "")
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """What the library reports about the second step goes out as our own letter."""
        report(template_prefix, user)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses at one account are counted together, whatever host the request names."""
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()
