"""Teams and branches: managers read, administrators change."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.staff import queries
from rafeeq.staff.actions import houses as actions
from rafeeq.staff.doors import StaffRequest, for_admins, for_managers
from rafeeq.staff.forms import BranchForm, DissolveForm, TeamForm
from rafeeq.staff.models import Branch, Team
from rafeeq.staff.rules import may_administer
from rafeeq.system.forms import Contest, contest


@require_safe
@for_managers
def teams(request: StaffRequest) -> HttpResponse:
    """Every team."""
    context = {"teams": queries.teams_with_counts(), "administers": may_administer(request.user.role)}
    return render(request, "staff/teams.html", context)


@require_http_methods(["GET", "POST"])
@for_admins
def new_team(request: StaffRequest) -> HttpResponse:
    """The form for a new team."""
    first = {"branch": request.user.branch_id}
    form = TeamForm(request.POST or None, initial=first, people=queries.people(), branches=queries.branches())
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_team(**form.entered(), by=request.user)
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("The team is made."))
            return redirect("staff:teams")
    return render(request, "staff/team.html", {"form": form, "team": None}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_admins
def team(request: StaffRequest, pk: int) -> HttpResponse:
    """One team: name and people; being the default; being dissolved."""
    found = _team(pk)
    form = TeamForm(request.POST or None, initial=_values(found), people=queries.people())
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_team(found, **form.entered(), by=request.user, seen=form.cleaned_data["seen"])
        except actions.ChangedMeanwhile as meanwhile:
            theirs = _contested(form, meanwhile.now)
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:teams")
    context = {"form": form, "team": found, "dissolve": DissolveForm(teams=queries.teams().exclude(pk=pk))}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "staff/team.html", context | {"theirs": theirs}, status=status)


def _values(row: Team | Branch) -> dict[str, object]:
    """A team or a branch as its form shows it."""
    shown: dict[str, object] = {"name": row.name, "seen": actions.mark(row)}
    if isinstance(row, Team):
        shown["members"] = list(queries.people_of(row).values_list("pk", flat=True))
    return shown


def _contested(form: TeamForm | BranchForm, now: Team | Branch) -> Contest:
    """Where somebody else's words differ from the form's; saving once more is then a decision."""
    what = "team." if isinstance(now, Team) else "branch."
    return contest(form, _values(now), mark=actions.mark(now), what=what, target=now.name)


@require_POST
@for_admins
def default_team(request: StaffRequest, pk: int) -> HttpResponse:
    """What no rule claims arrives here from now on."""
    actions.make_default(_team(pk), by=request.user)
    messages.success(request, _("What no rule claims arrives at this team now."))
    return redirect("staff:teams")


@require_POST
@for_admins
def dissolve_team(request: StaffRequest, pk: int) -> HttpResponse:
    """Dissolve a team; its requests go to another."""
    found = _team(pk)
    form = DissolveForm(request.POST, teams=queries.teams().exclude(pk=pk))
    try:
        if not form.is_valid():
            raise ValidationError(_("Its requests need another team that stays."))
        actions.dissolve_team(found, into=form.team_rows[form.cleaned_data["into"]], by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("staff:team", pk)
    messages.success(request, _("The team is dissolved. Its requests move within a few minutes."))
    return redirect("staff:teams")


@require_safe
@for_managers
def branches(request: StaffRequest) -> HttpResponse:
    """Every branch."""
    context = {
        "branches": queries.branches_with_counts(),
        "administers": may_administer(request.user.role),
        "form": BranchForm(),
    }
    return render(request, "staff/branches.html", context)


@require_POST
@for_admins
def new_branch(request: StaffRequest) -> HttpResponse:
    """Make a branch."""
    form = BranchForm(request.POST)
    if form.is_valid():
        try:
            actions.make_branch(name=form.cleaned_data["name"], by=request.user)
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("The branch is made."))
            return redirect("staff:branches")
    context = {"branches": queries.branches_with_counts(), "administers": True, "form": form}
    return render(request, "staff/branches.html", context, status=422)


@require_http_methods(["GET", "POST"])
@for_admins
def branch(request: StaffRequest, pk: int) -> HttpResponse:
    """One branch: its name."""
    found = _branch(pk)
    form = BranchForm(request.POST or None, initial=_values(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            entered = form.cleaned_data
            actions.rename_branch(found, name=entered["name"], by=request.user, seen=entered["seen"])
        except actions.ChangedMeanwhile as meanwhile:
            theirs = _contested(form, meanwhile.now)
        except ValidationError as fault:
            form.add_error("name", fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:branches")
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "staff/branch.html", {"form": form, "branch": _branch(pk), "theirs": theirs}, status=status)


@require_POST
@for_admins
def close_branch(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a branch that is empty."""
    try:
        actions.close_branch(_branch(pk), by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("staff:branch", pk)
    messages.success(request, _("The branch is closed."))
    return redirect("staff:branches")


def _team(pk: int) -> Team:
    found = queries.teams().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _branch(pk: int) -> Branch:
    found = queries.branch(pk)
    if found is None:
        raise Http404
    return found
