"""Models that stand outside: which are asked, a trial, and the record of what left."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.knowledge.models import ModelCall
from rafeeq.knowledge.queries import model_calls
from rafeeq.lib.text import whole_number
from rafeeq.setup import model_words
from rafeeq.setup.forms.outside import LanguageModelForm, VectorsForm
from rafeeq.setup.views.arranging import arranged
from rafeeq.staff.doors import StaffRequest, for_admins
from rafeeq.system import outside_preferences as outside
from rafeeq.system import vectors as encoders
from rafeeq.system.queries import preference

PAGE = "setup/models.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def models(request: StaffRequest) -> HttpResponse:
    """The language model, and below it who turns sentences into vectors."""
    form = LanguageModelForm(request.POST if request.method == "POST" else None)
    return arranged(
        request, PAGE, form, done="settings:models", context=_around() | {"vectors_form": VectorsForm(), "own": "llm"}
    )


@require_POST
@for_admins
def vectors(request: StaffRequest) -> HttpResponse:
    """Save who turns sentences into vectors."""
    form = VectorsForm(request.POST)
    context = _around() | {"form": LanguageModelForm(), "vectors_form": form, "own": "vectors"}
    return arranged(request, PAGE, form, done="settings:models", context=context)


@require_POST
@for_admins
def trial(request: StaffRequest) -> HttpResponse:
    """Send the fixed text to the model that is saved, and say what came of it."""
    from rafeeq.flows.wording import try_it  # megabytes of words

    call = try_it()
    if call is None:
        messages.error(request, _("Nothing was sent: save an address and a model first, or try again in a moment."))
    elif call.outcome == ModelCall.Outcome.USED:
        messages.success(request, _("It answered, and its answer stood up to the checks."))
    elif call.outcome == ModelCall.Outcome.REFUSED:
        messages.warning(request, _("It answered, but its answer would not be used. Why stands beside the form."))
    else:
        messages.error(request, _("Nothing that can be used came back. Why stands beside the form."))
    return redirect("settings:models")


@require_safe
@for_admins
def calls(request: StaffRequest) -> HttpResponse:
    """What left the house, the latest first."""
    before = whole_number(request.GET.get("before", ""))
    rows, older = model_calls.record(before)
    context = {
        "calls": rows,
        "why_of": model_words.why_of,
        "older": f"?before={older}" if older else "",
        "newer": request.path if before else "",
        "kept_days": preference(outside.LLM_KEPT_DAYS),
    }
    return render(request, "setup/model_calls.html", context)


def _around() -> dict[str, Any]:
    """How it goes with the model: today's calls, whether it rests, the last trial."""
    return {
        "today": model_calls.today(),
        "resting": model_calls.resting(),
        "tried": model_calls.latest(ModelCall.Feature.TRIAL),
        "a_day": preference(outside.LLM_A_DAY),
        "on": bool(preference(outside.LLM_FEATURES)),
        "why_of": model_words.why_of,
        "vectors_state": encoders.state(),
    }
