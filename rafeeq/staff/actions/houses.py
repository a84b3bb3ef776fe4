"""Teams and branches: make, rename, make the default, dissolve or close. What happened there stays."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.lib.text import one_line
from rafeeq.staff.models import Branch, Team, User
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint


def make_branch(*, name: str, by: User) -> Branch:
    """A new branch. Raises ValidationError when the name is in use."""
    with transaction.atomic():
        made = Branch(name=_named(name))
        _keep(made)
        audit(by=by, what="branch.made", target=made.name)
    return made


def rename_branch(branch: Branch, *, name: str, by: User, seen: str = "") -> Branch:
    """Another name. Raises ValidationError when it is in use, ChangedMeanwhile (`seen`: the `mark` of the branch)."""
    with transaction.atomic():
        branch = Branch.objects.select_for_update().get(pk=branch.pk)
        _refuse_if_changed(branch, seen)
        before, branch.name = branch.name, _named(name)
        if before != branch.name:
            _keep(branch)
            audit(by=by, what="branch.renamed", target=branch.name, before=before, after=branch.name)
    return branch


def close_branch(branch: Branch, *, by: User) -> None:
    """Close a branch in which nobody works and no team is left. Raises ValidationError."""
    with transaction.atomic():
        held = Branch.objects.select_for_update().get(pk=branch.pk)
        if held.is_default:
            raise ValidationError(_("The main branch stays."))
        if held.teams.filter(dissolved_at=None).exists() or held.users.filter(is_active=True).exists():
            raise ValidationError(_("Its teams and people must move first."))
        held.closed_at = timezone.now()
        held.name = _put_aside(held.name, held.pk)
        held.save(update_fields=["closed_at", "name"])
        audit(by=by, what="branch.closed", target=branch.name)


def make_team(*, name: str, branch: Branch, members: Sequence[User] = (), by: User) -> Team:
    """A new team. Raises ValidationError when the branch has one of that name."""
    with transaction.atomic():
        made = Team(name=_named(name), branch=branch)
        _keep(made)
        made.members.set(members)
        audit(by=by, what="team.made", target=made.name, after=_told(made))
    return made


def change_team(team: Team, *, name: str, members: Sequence[User], by: User, seen: str = "") -> Team:
    """Another name, other people. Raises ValidationError when the branch has one of that name.

    Raises ChangedMeanwhile when the team does not look any more as `seen` says (its `mark`; empty: however it looks).
    """
    with transaction.atomic():
        team = Team.objects.select_for_update(of=("self",)).select_related("branch").get(pk=team.pk)
        _refuse_if_changed(team, seen)
        before = _told(team)
        team.name = _named(name)
        _keep(team)
        team.members.set([*members, *team.members.filter(is_active=False)])
        after = _told(team)
        if before != after:
            audit(by=by, what="team.changed", target=team.name, before=before, after=after)
    return team


def make_default(team: Team, *, by: User) -> None:
    """From now on, what no route claims arrives here, and new people without a team join it."""
    with transaction.atomic():
        teams = list(Team.objects.select_for_update().filter(is_default=True))
        before = [one.name for one in teams]
        if team.pk in [one.pk for one in teams] or team.dissolved_at:
            return
        Team.objects.filter(is_default=True).update(is_default=False)
        Team.objects.filter(pk=team.pk).update(is_default=True)
        Branch.objects.filter(is_default=True).exclude(pk=team.branch_id).update(is_default=False)
        Branch.objects.filter(pk=team.branch_id).update(is_default=True)
        audit(by=by, what="team.made_default", target=team.name, before=before, after=[team.name])


def dissolve_team(team: Team, *, into: Team, by: User) -> None:
    """Nobody works in this team any more; its open and past requests go to another, as does what still arrives.

    The requests move in the background, each with its own line in its timeline. Raises ValidationError.
    """
    with transaction.atomic():
        held = Team.objects.select_for_update(of=("self",)).select_related("branch").get(pk=team.pk)
        if held.is_default:
            raise ValidationError(_("What no rule claims arrives at this team. Another one must take that over first."))
        if into.pk == held.pk or into.dissolved_at is not None or held.dissolved_at is not None:
            raise ValidationError(_("Its requests need another team that stays."))
        before = _told(held)
        held.dissolved_at, held.moves_to = timezone.now(), into
        held.name = _put_aside(held.name, held.pk)
        held.save(update_fields=["dissolved_at", "moves_to", "name"])
        held.members.clear()
        Team.objects.filter(moves_to=held).update(moves_to=into)
        audit(by=by, what="team.dissolved", target=team.name, before=before, after={"into": into.name})


class ChangedMeanwhile(Exception):
    """Nothing was saved: somebody else has changed it; `now` is how it stands."""

    def __init__(self, now: Team | Branch) -> None:
        super().__init__(now.name)
        self.now = now


def mark(row: Team | Branch) -> str:
    """A short mark of a team or a branch, to see whether somebody changed it since."""
    if isinstance(row, Branch):
        return fingerprint(row.name)
    return fingerprint([row.name, sorted(row.members.filter(is_active=True).values_list("pk", flat=True))])


def _refuse_if_changed(row: Team | Branch, seen: str) -> None:
    if seen and mark(row) != seen:
        raise ChangedMeanwhile(row)


def _keep(row: Branch | Team) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise ValidationError(_("This name is in use already.")) from clash


def _named(name: str) -> str:
    name = one_line(name)
    if not name:
        raise ValidationError(_("A name is needed."))
    return name[:120]


def _put_aside(name: str, pk: int) -> str:
    """The name of what is no longer there, so that a new one may bear it."""
    return f"{name[:100]} #{pk}"


def _told(team: Team) -> dict[str, object]:
    people = sorted(team.members.filter(is_active=True).values_list("name", flat=True))
    return {"name": team.name, "branch": team.branch.name, "people": people}
