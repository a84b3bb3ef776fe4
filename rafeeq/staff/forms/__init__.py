"""The shape of what people enter about themselves and each other."""

from rafeeq.staff.forms.absence import AbsenceForm
from rafeeq.staff.forms.account import AccountForm, ChangePasswordForm
from rafeeq.staff.forms.entrance import (
    FirstAdministratorForm,
    NewPasswordForm,
    ResetForm,
    SignInForm,
    WelcomeForm,
)
from rafeeq.staff.forms.houses import BranchForm, DissolveForm, TeamForm
from rafeeq.staff.forms.people import InvitationForm, PersonForm

__all__ = [
    "AbsenceForm",
    "AccountForm",
    "BranchForm",
    "ChangePasswordForm",
    "DissolveForm",
    "FirstAdministratorForm",
    "InvitationForm",
    "NewPasswordForm",
    "PersonForm",
    "ResetForm",
    "SignInForm",
    "TeamForm",
    "WelcomeForm",
]
