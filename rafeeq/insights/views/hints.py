"""Hints: what detectors noticed, for who leads the service to look into."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.insights.actions.noticing import Unexplained, settle
from rafeeq.insights.models import Hint
from rafeeq.insights.queries.hints import PAGE, hint_for, hints_for, shown
from rafeeq.insights.views.doors import StaffRequest, of_hints


def _page(request: StaffRequest, state: str, more: dict[str, Any] | None = None, code: int = 200) -> HttpResponseBase:
    context = {
        "state": state,
        "states": Hint.State.choices,
        "hints": shown(hints_for(request.user, state)[:PAGE], request.user),
        "typed": {},
    }
    return render(request, "insights/hints.html", context | (more or {}), status=code)


@require_safe
@of_hints
def hints(request: StaffRequest) -> HttpResponseBase:
    """The hints of one state; those to be looked at unless another is asked for."""
    state = request.GET.get("state", "")
    return _page(request, state if state in Hint.State.values else Hint.State.OPEN)


@require_POST
@of_hints
def finding(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say what was found about one hint."""
    hint = hint_for(request.user, pk)
    state = request.POST.get("state", "")
    if hint is None or state not in (Hint.State.EXPLAINED, Hint.State.DISMISSED):
        raise Http404
    try:
        settle(hint, state=state, why=request.POST.get("why", ""), by=request.user)
    except Unexplained:
        return _page(request, hint.state, {"fault": pk}, 422)
    messages.success(request, _("What you found is written down."))
    return redirect("insights:hints")
