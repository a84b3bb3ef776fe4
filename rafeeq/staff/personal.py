"""What this app's tables hold of customers: nothing."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

_OURS = Impersonal("people of ours")

PERSONAL: Mapping[str, Declaration] = {
    "Absence": _OURS,
    "Branch": _OURS,
    "Invitation": _OURS,
    "PasswordReset": _OURS,
    "SignIn": _OURS,
    "Team": _OURS,
    "User": _OURS,
}
