"""What pages ask about people and teams."""

from django.db.models import Q, QuerySet

from rafeeq.staff.models import Branch, Team, User
from rafeeq.system.rows import find


def default_team() -> Team:
    """The team that receives what no route claims. The first start makes it (`actions.found`)."""
    team = find(Team, is_default=True)
    if team is None:
        raise Team.DoesNotExist
    return team


def default_branch() -> Branch:
    return Branch.objects.get(is_default=True)


def teams() -> QuerySet[Team]:
    """Every team with its branch, in reading order."""
    return Team.objects.select_related("branch").order_by("branch__name", "name")


def team(pk: int) -> Team | None:
    return Team.objects.select_related("branch").filter(pk=pk).first()


def people() -> QuerySet[User]:
    """Everybody who can sign in, by name."""
    return User.objects.filter(is_active=True).order_by("name", "pk")


def person(pk: int) -> User | None:
    return people().filter(pk=pk).first()


def person_by_email(email: str) -> User | None:
    return people().filter(email__iexact=email.strip()).first()


def team_ids(user: User) -> QuerySet[Team, int]:
    """The ids of a person's teams, as a subquery."""
    return Team.objects.filter(members=user).values_list("pk", flat=True)


def colleagues_of(team: Team) -> QuerySet[User]:
    """Who can be given a ticket of this team: its members, and supervisors and managers above them."""
    above = Q(role="supervisor", branch_id=team.branch_id) | Q(role__in=("manager", "admin"))
    return people().filter(Q(teams=team) | above).distinct()


def anybody_there() -> bool:
    """Whether a first administrator exists yet."""
    return User.objects.exists()
