"""The company of the demo: three branches, their teams and people, and why customers come."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from rafeeq.config.demo.stories import Story
from rafeeq.staff.actions import found
from rafeeq.staff.models import Branch, Role, Team, User
from rafeeq.tickets.models import Reason

NAME = "نخلة للاتصالات"
PASSWORD = "nakhla-demo-2026"  # noqa: S105 - told to everybody who starts the demo
DOMAIN = "nakhla.example"

# key, name, branch, role, teams
_PEOPLE = (
    ("salman", "سلمان العمري", "riyadh", Role.ADMIN, ("desk",)),
    ("abdulaziz", "عبدالعزيز الراشد", "riyadh", Role.MANAGER, ("desk",)),
    ("huda", "هدى العتيبي", "riyadh", Role.SUPERVISOR, ("desk", "billing", "technical", "delivery")),
    ("khaled", "خالد الحربي", "riyadh", Role.AGENT, ("billing",)),
    ("layla", "ليلى الزهراني", "riyadh", Role.AGENT, ("billing",)),
    ("noura", "نورة القحطاني", "riyadh", Role.AGENT, ("technical", "desk")),
    ("yasser", "ياسر الشهري", "riyadh", Role.AGENT, ("technical",)),
    ("abeer", "عبير المالكي", "riyadh", Role.AGENT, ("technical",)),
    ("turki", "تركي الدوسري", "riyadh", Role.AGENT, ("delivery",)),
    ("mona", "منى العنزي", "riyadh", Role.AGENT, ("delivery", "desk")),
    ("salem", "سالم باخشب", "jeddah", Role.SUPERVISOR, ("jeddah",)),
    ("fahd", "فهد الجهني", "jeddah", Role.AGENT, ("jeddah",)),
    ("raghad", "رغد باوزير", "jeddah", Role.AGENT, ("jeddah",)),
    ("ali", "علي الهاجري", "dammam", Role.AGENT, ("dammam",)),
    ("amal", "أمل السديري", "riyadh", Role.REVIEWER, ("desk",)),
    ("majed", "ماجد الغامدي", "riyadh", Role.OWNER, ()),
    ("reem", "ريم السبيعي", "riyadh", Role.COLLEAGUE, ()),
)
_BRANCHES = {"riyadh": "فرع العليا بالرياض", "jeddah": "فرع التحلية بجدة", "dammam": "فرع الشاطئ بالدمام"}
_TEAMS = (
    ("desk", "خدمة العملاء", "riyadh"),
    ("billing", "الفواتير", "riyadh"),
    ("technical", "الدعم الفني", "riyadh"),
    ("delivery", "التوصيل والتركيب", "riyadh"),
    ("jeddah", "خدمة عملاء جدة", "jeddah"),
    ("dammam", "خدمة عملاء الدمام", "dammam"),
)


@dataclass(frozen=True, slots=True)
class Company:
    """Its parts by short keys; reasons by the path of their names."""

    branches: dict[str, Branch]
    teams: dict[str, Team]
    people: dict[str, User]
    reasons: dict[tuple[str, ...], Reason]

    def agents(self, team: str) -> list[User]:
        """Who answers in this team."""
        return [self.people[key] for key, _name, _branch, role, teams in _PEOPLE if team in teams and role == "agent"]

    def supervisor(self, team: str) -> User:
        """Who decides for this team."""
        leads = [self.people[key] for key, _n, _b, role, teams in _PEOPLE if team in teams and role == "supervisor"]
        return leads[0] if leads else self.people["abdulaziz"]

    def local_team(self, branch: str) -> str:
        """The team that serves whatever no trade of the house claims."""
        return "desk" if branch == "riyadh" else branch


def logins() -> list[tuple[str, str, str]]:
    """Everybody who can sign in: address, name, role."""
    return [(f"{key}@{DOMAIN}", name, str(role.label)) for key, name, _branch, role, _teams in _PEOPLE]


def build(stories: list[Story]) -> Company:
    """Make the company in an installation that has nobody yet."""
    with transaction.atomic():
        branches, teams = _places()
        password = make_password(PASSWORD)
        people = {}
        for key, name, branch, role, member_of in _PEOPLE:
            person = User.objects.create(
                email=f"{key}@{DOMAIN}", name=name, role=role, branch=branches[branch], password=password
            )
            person.teams.set([teams[team] for team in member_of])
            people[key] = person
        return Company(branches, teams, people, _reasons(stories))


def _places() -> tuple[dict[str, Branch], dict[str, Team]]:
    """The branches and teams; the first ones of the installation become ours."""
    first = found()
    branches: dict[str, Branch] = {"riyadh": first.branch}
    Branch.objects.filter(pk=first.branch_id).update(name=_BRANCHES["riyadh"])
    first.branch.name = _BRANCHES["riyadh"]
    for key in ("jeddah", "dammam"):
        branches[key] = Branch.objects.create(name=_BRANCHES[key])
    Team.objects.filter(pk=first.pk).update(name=_TEAMS[0][1])
    teams = {"desk": first}
    for key, name, branch in _TEAMS[1:]:
        teams[key] = Team.objects.create(name=name, branch=branches[branch])
    return branches, teams


def _reasons(stories: list[Story]) -> dict[tuple[str, ...], Reason]:
    made: dict[tuple[str, ...], Reason] = {}
    for story in stories:
        for depth in range(1, len(story.reason) + 1):
            path = story.reason[:depth]
            if path not in made:
                made[path] = Reason.objects.create(name=path[-1], parent=made.get(path[:-1]))
    return made


def is_there() -> bool:
    """Whether the people of this company work in this installation."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}").count() == len(_PEOPLE)
