"""What pages ask about people and teams."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import get_default_timezone

from rafeeq.staff.models import Absence, Branch, Invitation, Role, SignIn, Team, User
from rafeeq.staff.rules import LIGHT_SEATS
from rafeeq.system.preferences import SECOND_FACTOR_ROLES
from rafeeq.system.queries import preference
from rafeeq.system.rows import find
from rafeeq.system.statements import objects


def default_team() -> Team:
    """The team that receives what no route claims. The first start makes it (`actions.found`)."""
    team = find(Team, is_default=True)
    if team is None:
        raise Team.DoesNotExist
    return team


def default_branch() -> Branch:
    return Branch.objects.get(is_default=True)


def teams() -> QuerySet[Team]:
    """Every team that is not dissolved, with its branch, in reading order."""
    return Team.objects.filter(dissolved_at=None).select_related("branch").order_by("branch__name", "name")


def team(pk: int) -> Team | None:
    """A team by its key; for a dissolved one, the team that has its tickets now."""
    rows: list[Team] = objects(_team, pk) if 0 <= pk < 2**63 else []
    found = rows[0] if rows else None
    while found is not None and found.moves_to is not None:
        found = found.moves_to
    return found


def _team(pk: int) -> QuerySet[Team]:
    return Team.objects.select_related("branch", "moves_to", "moves_to__branch").filter(pk=pk)


def branches() -> QuerySet[Branch]:
    """Every branch that is not closed, by name."""
    return Branch.objects.filter(closed_at=None).order_by("name")


def branch(pk: int) -> Branch | None:
    return branches().filter(pk=pk).first()


def people() -> QuerySet[User]:
    """Everybody who can sign in, by name."""
    return User.objects.filter(is_active=True).order_by("name", "pk")


def person(pk: int) -> User | None:
    return people().filter(pk=pk).first()


def person_by_email(email: str) -> User | None:
    return people().filter(email__iexact=email.strip()).first()


def team_ids(user: User) -> QuerySet[Any, int]:
    """The ids of a person's teams, as a subquery."""
    return User.teams.through.objects.filter(user=user).values_list("team_id", flat=True)


def colleagues_of(team: Team) -> QuerySet[User]:
    """Who can be given a ticket of this team: its members, and supervisors and managers above them."""
    above = Q(role="supervisor", branch_id=team.branch_id) | Q(role__in=("manager", "admin"))
    return people().filter(Q(teams=team) | above).distinct()


def takers_of(team: Team) -> QuerySet[User]:
    """Who can be made responsible for a ticket of this team: its colleagues, and light seats of other departments."""
    above = Q(role="supervisor", branch_id=team.branch_id) | Q(role__in=("manager", "admin"))
    return people().filter(Q(teams=team) | above | Q(role__in=LIGHT_SEATS)).distinct()


def anybody_there() -> bool:
    """Whether a first administrator exists yet."""
    return User.objects.exists()


def is_taken(email: str) -> bool:
    """Whether somebody signs in, or once did, with this address."""
    return User.objects.filter(email__iexact=email.strip()).exists()


def anyone(pk: int) -> User | None:
    """A person by their key, whether or not they may sign in."""
    return User.objects.select_related("branch").filter(pk=pk).first()


def directory(*, words: str = "", role: str = "", team: int | None = None, closed: bool = False) -> QuerySet[User]:
    """Everybody with branch and teams, by name; narrowed by words of name or address, a role, a team."""
    found = User.objects.filter(is_active=not closed).select_related("branch").prefetch_related("teams")
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if role:
        found = found.filter(role=role)
    if team is not None:
        found = found.filter(teams=team)
    return found.order_by("name", "pk")


def open_invitations() -> QuerySet[Invitation]:
    """Invitations that were neither used nor withdrawn, the latest first; some may have run out."""
    waiting = Invitation.objects.filter(withdrawn_at=None, accepted_at=None)
    return waiting.select_related("branch", "invited_by").prefetch_related("teams").order_by("-created_at", "-pk")


def open_invitation(pk: int) -> Invitation | None:
    return open_invitations().filter(pk=pk).first()


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Where this person is signed in now, the latest seen first."""
    alive = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return SignIn.objects.filter(user=user, ended_at=None, last_seen__gt=alive).order_by("-last_seen", "-pk")


def sign_in_here(user: User, session_key: str | None) -> SignIn | None:
    """The sign-in that this person's session belongs to."""
    return sign_ins_of(user).filter(session_key=session_key or "").first()


def second_factors(user: User) -> dict[str, Any]:
    """How a person proves themselves besides the password: `totp`, `passkeys`, `codes_left` (None without codes)."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "totp": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": None if codes is None else len(codes.wrap().get_unused_codes()),
    }


def roles_with_second_factor() -> list[str]:
    """The roles whose people must have a second factor."""
    return [role for role in preference(SECOND_FACTOR_ROLES) if role in Role.values]


def owes_second_factor(user: User) -> bool:
    """Whether this person must still set up a second factor before anything else. No query for most roles."""
    if user.role not in roles_with_second_factor():
        return False
    return not has_second_factor(user)


def has_second_factor(user: User) -> bool:
    """Whether signing in asks this person for more than the password."""
    types = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=types).exists())


def people_by_role() -> dict[str, int]:
    """How many people have each role now."""
    found = User.objects.filter(is_active=True).values_list("role").annotate(many=Count("pk")).order_by()
    return dict(found)


def teams_with_counts() -> QuerySet[Team]:
    """Every team that is not dissolved, with its branch and the number of its people as `many`."""
    active = Count("members", filter=Q(members__is_active=True))
    return teams().annotate(many=active)


def branches_with_counts() -> QuerySet[Branch]:
    """Every open branch with the numbers of its open teams (`team_count`) and people (`person_count`)."""
    return branches().annotate(
        team_count=Count("teams", filter=Q(teams__dissolved_at=None), distinct=True),
        person_count=Count("users", filter=Q(users__is_active=True), distinct=True),
    )


def people_of(team: Team) -> QuerySet[User]:
    """Everybody in a team."""
    return people().filter(teams=team)


def running_absences() -> QuerySet[Absence]:
    """Everybody's absences in which today lies."""
    today = timezone.localdate(timezone=get_default_timezone())
    found = Absence.objects.filter(ended_at=None, starts_on__lte=today, ends_on__gte=today)
    return found.select_related("user", "stand_in", "entered_by")


def away_now(user: User) -> Absence | None:
    """The absence that a person is in today."""
    return running_absences().filter(user=user).first()


def away_people() -> dict[int, Absence]:
    """Who is away today, by the person's key."""
    return {absence.user_id: absence for absence in running_absences()}


def absences_of(user: User) -> QuerySet[Absence]:
    """A person's absences, the latest first."""
    return Absence.objects.filter(user=user).select_related("stand_in").order_by("-starts_on", "-pk")


def coming_absences() -> QuerySet[Absence]:
    """Absences of everybody that run or are to come, the nearest first."""
    today = timezone.localdate(timezone=get_default_timezone())
    found = Absence.objects.filter(ended_at=None, ends_on__gte=today, user__is_active=True)
    return found.select_related("user", "stand_in", "entered_by").order_by("starts_on", "user__name", "pk")


def absence(pk: int) -> Absence | None:
    return Absence.objects.select_related("user", "stand_in").filter(pk=pk).first()


def absences_asking_back() -> QuerySet[Absence]:
    """Absences whose people are back and ask for what was handed over."""
    asked = Absence.objects.filter(return_asked_at__isnull=False, returned_at=None)
    return asked.select_related("user", "stand_in")


def stand_ins_for(user: User) -> QuerySet[User]:
    """Who can stand in for a person: of their teams, the supervisors of their branch, managers."""
    above = Q(role="supervisor", branch_id=user.branch_id) | Q(role__in=("manager", "admin"))
    return people().filter(Q(teams__in=team_ids(user)) | above).exclude(pk=user.pk).distinct()


def above(user: User | None) -> QuerySet[User]:
    """Who is told where a person does not act: the supervisors of their branch, else the managers, else the admins."""
    others = people().exclude(pk=user.pk if user else 0)
    steps = [Q(role="supervisor", branch_id=user.branch_id)] if user and user.role == "agent" else []
    for step in (*steps, Q(role="manager")):
        if others.filter(step).exists():
            return others.filter(step)
    return others.filter(role="admin")


def dissolved_teams() -> QuerySet[Team]:
    """Teams that are no more, with where their tickets go."""
    return Team.objects.filter(moves_to__isnull=False).select_related("moves_to", "moves_to__branch")
