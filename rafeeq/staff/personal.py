"""What this app's tables hold of customers: nothing."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

_OURS = Impersonal("people of ours")

PERSONAL: Mapping[str, Declaration] = {
    "Absence": _OURS,
    "Branch": _OURS,
    "Calendar": Impersonal("opening hours"),
    "Department": _OURS,
    "Invitation": _OURS,
    "Limit": Impersonal("amounts by role"),
    "PasswordReset": _OURS,
    "Seat": _OURS,
    "SignIn": _OURS,
    "Skill": Impersonal("words for all"),
    "Team": _OURS,
    "User": _OURS,
}
