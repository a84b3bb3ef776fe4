"""What pages ask about ready replies."""

from django.db.models import Q, QuerySet

from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.rules import matches, may_write
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries import team_ids, teams
from rafeeq.staff.rules import reach

FOUND = 30


def macros() -> QuerySet[Macro]:
    """Every ready reply that is in use, with its team, by name."""
    return Macro.objects.filter(is_active=True).select_related("team__branch").order_by("name", "pk")


def macros_for(user: User) -> QuerySet[Macro]:
    """The ready replies that this person may use: the shared ones and those of their teams."""
    far = reach(user.role)
    if far == "everything":
        return macros()
    mine = Q(team=None) | Q(team__in=team_ids(user))
    if far == "branch":
        mine |= Q(team__branch_id=user.branch_id)
    return macros().filter(mine)


def macro_for(user: User, pk: int) -> Macro | None:
    """One ready reply, if this person may use it."""
    return macros_for(user).filter(pk=pk).first()


def may_write_for(user: User, team: Team | None) -> bool:
    """Whether this person may keep the ready replies of a team; of none: those that all share."""
    own = team is not None and team.branch_id == user.branch_id
    return may_write(user.role, shared=team is None, in_own_branch=own)


def may_write_macro(user: User, macro: Macro) -> bool:
    """Whether this person may change a ready reply, or take it out of use."""
    return may_write_for(user, macro.team)


def may_share(user: User) -> bool:
    """Whether this person may keep what all share."""
    return may_write_for(user, None)


def writable_teams(user: User) -> QuerySet[Team]:
    """The teams whose ready replies this person may keep."""
    return teams() if may_share(user) else teams().filter(branch=user.branch_id)


def found_macros(user: User, words: str, *, limit: int = FOUND) -> list[Macro]:
    """The ready replies whose name, shortcut or text holds these words; a shortcut that fits wholly stands first."""
    words = words[:200].strip().removeprefix("#")
    fitting = [one for one in macros_for(user) if matches(words, one.name, one.shortcut, one.text_ar, one.text_en)]
    # By shortcut, by name, by what they say.
    fitting.sort(key=lambda one: (one.shortcut != words or not words, not matches(words, one.name, one.shortcut)))
    return fitting[:limit]
