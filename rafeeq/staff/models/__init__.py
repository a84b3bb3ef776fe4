"""Users, teams and branches; what opens the door for them; when they are there, and what they may grant."""

from rafeeq.staff.models.absence import Absence
from rafeeq.staff.models.authority import Act, Limit
from rafeeq.staff.models.hours import Calendar
from rafeeq.staff.models.invitation import Invitation
from rafeeq.staff.models.people import Branch, Role, Team, User
from rafeeq.staff.models.reset import PasswordReset
from rafeeq.staff.models.seat import Department, Seat, Skill
from rafeeq.staff.models.sign_in import SignIn

__all__ = [
    "Absence",
    "Act",
    "Branch",
    "Calendar",
    "Department",
    "Invitation",
    "Limit",
    "PasswordReset",
    "Role",
    "Seat",
    "SignIn",
    "Skill",
    "Team",
    "User",
]
