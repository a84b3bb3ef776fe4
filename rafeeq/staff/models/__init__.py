"""Users, teams and branches; what opens the door for them; when they are away."""

from rafeeq.staff.models.absence import Absence
from rafeeq.staff.models.invitation import Invitation
from rafeeq.staff.models.people import Branch, Role, Team, User
from rafeeq.staff.models.reset import PasswordReset
from rafeeq.staff.models.sign_in import SignIn

__all__ = ["Absence", "Branch", "Invitation", "PasswordReset", "Role", "SignIn", "Team", "User"]
