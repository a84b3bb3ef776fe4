"""Time rules: the list in its order, one to write, what regulators ask for."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.setup.forms.time_rules import FITS, TimeRuleForm, values_of
from rafeeq.setup.time_rule_words import described, sentence
from rafeeq.sla.actions import time_rules as actions
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries import presets as files
from rafeeq.sla.queries import time_rules as queries
from rafeeq.sla.rules.changing import Refused
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.queries import teams
from rafeeq.system.forms import contest
from rafeeq.ui import choices


@require_safe
@for_managers
def rules(request: StaffRequest) -> HttpResponse:
    """The rules in their order, and the presets that can be adopted."""
    standing, ended = queries.standing_rules(timezone.now())
    names = {team.pk: team.name for team in teams()}
    adopted = {one.row.preset for one in standing if one.row.preset}
    context = {
        "rules": [(one, described(one.row, names)) for one in standing],
        "ended": ended,
        "presets": [(key, told, key in adopted) for key, told in files.presets().items()],
        "language": choices.current().language,
    }
    return render(request, "setup/time_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def new_rule(request: StaffRequest) -> HttpResponse:
    """One more; it stands before the others."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """One rule: to be changed from a day on, or to be read when it has ended."""
    return _page(request, _rule(pk))


def _page(request: StaffRequest, row: TimeRule | None) -> HttpResponse:
    known = list(teams())
    form = TimeRuleForm(request.POST if request.method == "POST" else None, rule=row, teams=known)
    status, theirs = 422 if form.errors else 200, None
    if form.is_valid():
        try:
            if row is None:
                actions.add_rule(form.wanted(), by=request.user)
            else:
                seen = form.cleaned_data["seen"]
                actions.change_rule(row, form.wanted(), by=request.user, seen=seen, begins=form.begins_at())
        except Refused as refused:
            status = 422
            if refused.code == "changed" and row is not None:
                status, row = 409, _rule(row.pk)
                target = f"{row.pk} {row.name}"
                theirs = contest(form, values_of(row), mark=actions.mark(row), what="time_rule.", target=target)
            else:
                form.add_error(refused.field if refused.field in form.fields else None, sentence(refused.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:time_rules")
    names = {team.pk: team.name for team in known}
    context: dict[str, Any] = {"form": form, "rule": row, "contested": theirs, "opens": bool(_narrowed(row, form))}
    if row is not None:
        context["versions"] = [(one, described(one, names)) for one in queries.versions_of(row)]
        context["mark"] = actions.mark(row)
    return render(request, "setup/time_rule.html", context, status=status)


def _narrowed(row: TimeRule | None, form: TimeRuleForm) -> list[str]:
    """For what the rule is narrowed: those choices stand open."""
    return [name for name in FITS if (row is not None and row.fits.get(name)) or form.errors.get(name)]


@require_POST
@for_managers
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    actions.move_rule(_rule(pk), up=request.POST.get("to") == "up", by=request.user)
    return redirect("settings:time_rules")


@require_POST
@for_managers
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """From now on the rule gives no clock any more."""
    try:
        actions.end_rule(_rule(pk), by=request.user, seen=request.POST.get("seen", "")[:64])
    except Refused as refused:
        messages.error(request, sentence(refused.code))
        return redirect("settings:time_rule", pk)
    messages.success(request, _("The rule has ended. What began under it keeps its due times."))
    return redirect("settings:time_rules")


@require_POST
@for_managers
def adopt(request: StaffRequest, key: str) -> HttpResponse:
    """Make rules of a preset."""
    try:
        actions.adopt(key, by=request.user, language=choices.current().language)
    except LookupError:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, sentence(refused.code))
    else:
        messages.success(request, _("The rule stands before the others now. It can be tightened, and not loosened."))
    return redirect("settings:time_rules")


def _rule(pk: int) -> TimeRule:
    row = queries.time_rule(pk)
    if row is None:
        raise Http404
    return row
