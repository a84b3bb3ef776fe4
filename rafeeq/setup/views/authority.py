"""What each role may grant without asking: told in sentences, set one limit at a time."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.setup.forms.authority import ApprovalHoursForm, LimitForm, ProposalForm
from rafeeq.setup.views.arranging import arranged
from rafeeq.staff.actions import authority as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.models import Act, Limit, Role
from rafeeq.staff.queries import authority as queries
from rafeeq.staff.wording import limits_sentence
from rafeeq.system.forms import with_field

PAGE = "setup/authority.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def limits(request: StaffRequest) -> HttpResponse:
    """The sentences, and the form by which one limit is set."""
    form = LimitForm(request.POST if request.method == "POST" else None)
    warned: list[tuple[str, str]] = []
    if form.is_valid():
        entered = form.cleaned_data
        what = {name: entered[name] for name in ("role", "act", "currency", "amount", "anyway")}
        try:
            actions.set_limit(**what, by=request.user)
        except ValidationError as fault:
            form.add_error(fault.code, fault.messages[0])
        except actions.UpsideDown as found:
            warned = [(_named(role), _named(above)) for role, above in found.pairs]
            with_field(form, "anyway", "on")
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:authority")
    status = 409 if warned else 422 if form.errors else 200
    context = _context() | {"form": form, "warned": warned, "hours_form": ApprovalHoursForm(), "contested": []}
    return render(request, PAGE, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def proposal(request: StaffRequest) -> HttpResponse:
    """Limits for every role to look through and change; nothing holds before it is saved."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_limits(limits=form.limits, currency=form.cleaned_data["currency"], by=request.user)
        except actions.UpsideDown as found:
            for role, above in found.pairs:
                told = _("The role “%(role)s” could then grant more than the role above it, “%(above)s”.")
                form.add_error(None, told % {"role": _named(role), "above": _named(above)})
        else:
            messages.success(request, _("The limits hold from now on. Every one of them can be changed."))
            return redirect("settings:authority")
    context = {"form": form, "currencies": queries.currencies_in_use()}
    return render(request, "setup/authority_proposal.html", context, status=422 if form.errors else 200)


@require_POST
@for_managers
def hours(request: StaffRequest) -> HttpResponse:
    """Within how many working hours somebody decides."""
    form = ApprovalHoursForm(request.POST)
    context = _context() | {"form": LimitForm(), "hours_form": form, "warned": []}
    return arranged(request, PAGE, form, done="settings:authority", context=context)


@require_POST
@for_managers
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """From now on this is asked for in every case."""
    found = queries.limit(pk)
    if found is None:
        raise Http404
    actions.remove_limit(found, by=request.user)
    messages.success(request, _("The limit was taken away. This is now asked for in every case."))
    return redirect("settings:authority")


@require_POST
@for_managers
def preset(request: StaffRequest) -> HttpResponse:
    """Take the limits of a preset over."""
    found = queries.presets().get(request.POST.get("preset", ""))
    if found is None:
        raise Http404
    actions.apply_preset(found, by=request.user)
    messages.success(request, _("The limits were taken over. Every one of them can be changed."))
    return redirect("settings:authority")


def _context() -> dict[str, Any]:
    rows = queries.limits()
    told = [(Role(role), limits_sentence(own), own) for role, own in _by_role(rows)]
    return {
        "told": told,
        "nobody_approves": queries.nobody_approves(),
        "currencies": queries.currencies_in_use(),
        "presets": queries.presets().values(),
        "role_names": dict(Role.choices),
        "act_names": dict(Act.choices),
    }


def _by_role(rows: Iterable[Limit]) -> list[tuple[str, list[Limit]]]:
    kept = list(rows)
    return [(role, [one for one in kept if one.role == role]) for role in Role.values]


def _named(role: str) -> str:
    return str(Role(role).label)
