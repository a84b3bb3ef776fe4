"""The second step of signing in: our words, our letters and our seal for the library that does it."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.staff import jobs
from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.system.keys import lock

# What the library reports, as the letter of `changed.txt` and the audit call it.
REPORTS = {
    "mfa/email/totp_activated": ("second_factor_added", "totp"),
    "mfa/email/webauthn_added": ("second_factor_added", "passkey"),
    "mfa/email/totp_deactivated": ("second_factor_removed", "totp"),
    "mfa/email/webauthn_removed": ("second_factor_removed", "passkey"),
    "mfa/email/recovery_codes_generated": ("recovery_codes_made", "recovery codes"),
}


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library carries no types
    """Our word to the library."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Codes of the telephone change every 30 seconds."),
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second step; another one must be set up first."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need a second step to be set up first."),
    }

    def get_totp_issuer(self) -> str:
        return f"Rafeeq {settings.PUBLIC.hostname}"

    def encrypt(self, text: str) -> str:
        return lock("second-factor").encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return lock("second-factor").decrypt(encrypted_text.encode("ascii")).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The public address, not what a request says its host is."""
        return {"id": str(settings.PUBLIC.hostname), "name": "Rafeeq"}


def report(template_prefix: str, user: User) -> None:
    """Write a change of the second step down, and tell the person in the background."""
    if template_prefix in REPORTS:
        letter, kind = REPORTS[template_prefix]
        audit(by=user, what=letter.replace("_", "."), target=user.email, after={"kind": kind})
        jobs.mail_changed.enqueue(user.pk, letter)


def passkeys_possible() -> bool:
    """Whether browsers offer passkeys at the public address: they want a name, and https or localhost."""
    host = str(settings.PUBLIC.hostname)
    named = not host.replace(".", "").isdecimal() and ":" not in host
    return named and (settings.PUBLIC.scheme == "https" or host == "localhost")
