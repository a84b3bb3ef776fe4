"""The second step of signing in: the library's forms, in which each code counts once."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator

from rafeeq.staff.actions.codes import use_up


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # the library carries no types
    """A code when signing in."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        return _counted(self.authenticator, code)


class ProofForm(ReauthenticateForm):  # type: ignore[misc]
    """A code to prove oneself once more."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        return _counted(self.authenticator, code)


def _counted(authenticator: Authenticator, code: str) -> str:
    if authenticator.type == Authenticator.Type.TOTP and not use_up(authenticator, code):
        raise get_adapter().validation_error("incorrect_code")
    return code
