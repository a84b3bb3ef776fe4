"""Routes: the list in order, one to write, and a trial."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.customers.queries import by_address
from rafeeq.flows import routing_trial
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.routing import actions, queries
from rafeeq.routing.models import Route
from rafeeq.routing.rules.matching import shadowed
from rafeeq.setup import route_wording
from rafeeq.setup.forms.routes import RouteForm, TrialForm, values_of
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.queries import default_team
from rafeeq.system.forms import contest


@require_safe
@for_managers
def routes(request: StaffRequest) -> HttpResponse:
    """Every route in order, in plain sentences."""
    rows = list(queries.routes())
    names = route_wording.Names(rows)
    hidden = shadowed([queries.as_values(row) for row in rows])
    told = [(row, route_wording.conditions(row.fits, names), hidden.get(row.pk)) for row in rows]
    return render(request, "setup/routes.html", {"routes": told, "first": default_team()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def new_route(request: StaffRequest) -> HttpResponse:
    """One more, before the last."""
    entered = request.POST if request.method == "POST" else None
    beginning = {"is_active": True, "same_agent": True, "weight": 0}
    return _page(request, RouteForm(entered, route=None, initial=beginning), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def route(request: StaffRequest, pk: int) -> HttpResponse:
    """One route."""
    row = _route(pk)
    return _page(request, RouteForm(request.POST if request.method == "POST" else None, route=row), row)


def _page(request: StaffRequest, form: RouteForm, row: Route | None) -> HttpResponse:
    status, theirs = 422 if form.errors else 200, None
    if form.is_valid():
        try:
            made = actions.save_route(row, by=request.user, **form.entered())
        except ValidationError as fault:
            form.add_error(fault.code if fault.code in form.fields else None, fault.messages[0])
            status = 422
        except actions.ChangedMeanwhile as meanwhile:
            status, kept = 409, meanwhile.now
            target = f"{kept.pk} {kept.name}"
            theirs = contest(form, values_of(kept), mark=actions.mark(kept), what="route.", target=target)
        else:
            _say_saved(request, made)
            return redirect("settings:routes")
    context = {"form": form, "route": row, "theirs": theirs, "is_last": row is not None and row.is_last}
    return render(request, "setup/route.html", context, status=status)


def _say_saved(request: StaffRequest, made: Route) -> None:
    before = shadowed(queries.active_values()).get(made.pk)
    if before is None:
        messages.success(request, _("Saved."))
        return
    said = _("Saved, but nothing will ever reach this route: “%(earlier)s” stands before it and takes all of it.")
    messages.warning(request, said % {"earlier": before.name})


@require_POST
@for_managers
def move_route(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up, or (`down`) down."""
    try:
        actions.move_route(_route(pk), up=not request.POST.get("down"), by=request.user)
    except actions.LastStays:
        messages.error(request, _("The last route stays at its place: it takes what no other claims."))
    return redirect("settings:routes")


@require_POST
@for_managers
def remove_route(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete it; what came by it stays where it is."""
    try:
        actions.remove_route(_route(pk), by=request.user)
    except actions.LastStays:
        messages.error(request, _("The last route stays: without it a request could be lost."))
    else:
        messages.success(request, _("The route was deleted. What came by it stays where it is."))
    return redirect("settings:routes")


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def trial(request: StaffRequest) -> HttpResponse:
    """Which way an invented request would go, and why; nothing is kept."""
    form = TrialForm(request.POST if request.method == "POST" else None, initial={"channel": "email"})
    looked, status = None, 422 if form.errors else 200
    if form.is_valid():
        said = form.cleaned_data
        customer = by_address(said["customer"]) if said["customer"] else None
        if said["customer"] and customer is None:
            form.add_error("customer", _("Nobody is known by this address."))
            status = 422
        else:
            facts = routing_trial.invented(
                text=said["text"],
                kind=said["kind"],
                channel=said["channel"],
                account=said["account"],
                language=language_guess(said["text"]),
                customer=customer,
                now=timezone.now(),
            )
            looked = [(one, route_wording.why_not(one.unmet)) for one in routing_trial.looked_at(facts)]
    teams = {row.pk: row.to_team for row in queries.routes()}
    context = {"form": form, "looked": looked, "teams": teams, "first": default_team()}
    return render(request, "setup/route_trial.html", context, status=status)


@require_safe
@for_managers
def past(request: StaffRequest) -> HttpResponse:
    """Which way the last requests would have gone by today's routes; nothing moves."""
    found = routing_trial.last_ones(request.user)
    context = {"gone": found, "many": sum(one.differs for one in found)}
    return render(request, "setup/route_past.html", context)


def _route(pk: int) -> Route:
    row = queries.route(pk)
    if row is None:
        raise Http404
    return row
