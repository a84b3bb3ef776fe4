"""Being away: one's own days, and for managers those of everybody."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.staff import queries
from rafeeq.staff.actions import absences as actions
from rafeeq.staff.doors import StaffRequest, for_managers, own
from rafeeq.staff.forms import AbsenceForm
from rafeeq.staff.models import Absence, User


@require_http_methods(["GET", "POST"])
@own
def own_absence(request: StaffRequest) -> HttpResponse:
    """One's own absences, and a new one."""
    form = AbsenceForm(request.POST or None, stand_ins=list(queries.stand_ins_for(request.user)))
    if request.method == "POST" and form.is_valid() and _entered(request, form, request.user):
        return redirect("staff:absence")
    context = {"form": form, "absences": queries.absences_of(request.user)[:20], "today": actions.today()}
    return render(request, "staff/absence.html", context, status=422 if form.errors else 200)


@require_POST
@own
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Back before the last day, or never left."""
    actions.end(_mine(request.user, pk), by=request.user)
    messages.success(request, _("The absence has ended. Requests can be given to you again."))
    return redirect("staff:absence")


@require_POST
@own
def ask_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what is still open."""
    actions.ask_back(_mine(request.user, pk))
    messages.success(request, _("What is still open comes back to you within a minute."))
    return redirect("staff:absence")


@require_http_methods(["GET", "POST"])
@for_managers
def absences(request: StaffRequest) -> HttpResponse:
    """Who is away now and soon; managers enter it for somebody who cannot."""
    people = list(queries.people())
    form = AbsenceForm(request.POST or None, stand_ins=people, people=people)
    if request.method == "POST" and form.is_valid() and _entered(request, form, form.rows[form.cleaned_data["person"]]):
        return redirect("staff:absences")
    context = {"form": form, "absences": queries.coming_absences(), "today": actions.today()}
    return render(request, "staff/absences.html", context, status=422 if form.errors else 200)


@require_POST
@for_managers
def end_for(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's absence."""
    found = queries.absence(pk)
    if found is None:
        raise Http404
    actions.end(found, by=request.user)
    messages.success(request, _("The absence has ended."))
    return redirect("staff:absences")


def _entered(request: StaffRequest, form: AbsenceForm, who: User) -> bool:
    try:
        made = actions.enter(who, **form.entered(), by=request.user)
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    if not made.covers(actions.today()):
        messages.success(request, _("Saved. On the first day the open requests pass over by themselves."))
    elif made.stand_in:
        messages.success(
            request, _("Saved. The open requests pass to %(name)s within a minute.") % {"name": made.stand_in.name}
        )
    else:
        messages.success(request, _("Saved. The open requests go back to their team within a minute."))
    return True


def _mine(user: User, pk: int) -> Absence:
    found = queries.absences_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
