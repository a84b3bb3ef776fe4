"""Rules that act by themselves: the list in order, one to write and to try on the past, and what it did."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.automation import sentences
from rafeeq.automation.actions import arranging
from rafeeq.automation.models import AutomationRule
from rafeeq.automation.queries import kept
from rafeeq.automation.queries.names import Names
from rafeeq.automation.queries.trial import try_on_past
from rafeeq.setup.forms.automation import RuleForm, values_of
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.system.forms import contest

WEEK = timedelta(days=7)


@require_safe
@for_managers
def rules(request: StaffRequest) -> HttpResponse:
    """Every rule in order, each as a sentence, and how often it acted lately."""
    rows, names = list(kept.rules()), Names()
    acts = kept.acts_since(timezone.now() - WEEK, [row.pk for row in rows])
    told = [(row, sentences.sentence(row, names), acts.get(row.pk, 0)) for row in rows]
    return render(request, "setup/automation.html", {"rules": told})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def new_rule(request: StaffRequest) -> HttpResponse:
    """One more, behind the others."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """One rule."""
    return _page(request, _rule(pk))


def _page(request: StaffRequest, row: AutomationRule | None) -> HttpResponse:
    names = Names()
    form = RuleForm(request.POST if request.method == "POST" else None, rule=row, names=names)
    context: dict[str, Any] = {"form": form, "rule": row, "theirs": None, "trial": None, "sentence": ""}
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            if "try" in request.POST:
                drawn = arranging.drawn(**form.entered())
                context |= {"trial": try_on_past(drawn, request.user), "sentence": sentences.sentence(drawn, names)}
            else:
                is_active = form.cleaned_data["is_active"]
                seen = form.cleaned_data["seen"]
                arranging.save_rule(row, by=request.user, is_active=is_active, seen=seen, **form.entered())
                messages.success(request, _("Saved. It begins with what happens from now on."))
                return redirect("settings:automation")
        except ValidationError as fault:
            form.add_error(fault.code if fault.code in form.fields else None, fault.messages[0])
            status = 422
        except arranging.ChangedMeanwhile as meanwhile:
            status, other = 409, meanwhile.now
            target = f"{other.pk} {other.name}"
            seal = arranging.mark(other)
            context["theirs"] = contest(form, values_of(other), mark=seal, what="automation.", target=target)
    if row is not None and not context["sentence"]:
        context["sentence"] = sentences.sentence(row, names)
    return render(request, "setup/automation_rule.html", context, status=status)


@require_POST
@for_managers
def move_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up, or (`down`) down."""
    arranging.move_rule(_rule(pk), up=not request.POST.get("down"), by=request.user)
    return redirect("settings:automation")


@require_POST
@for_managers
def remove_rule(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it away; what it did stays done."""
    arranging.remove_rule(_rule(pk), by=request.user)
    messages.success(request, _("The rule was deleted. What it did stays as it is."))
    return redirect("settings:automation")


@require_safe
@for_managers
def log(request: StaffRequest, pk: int) -> HttpResponse:
    """What a rule did, newest first."""
    row, names = _rule(pk), Names()
    before = request.GET.get("before", "")
    acts = kept.log_of(row, request.user, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    page = acts[: kept.PAGE]
    context = {
        "rule": row,
        "sentence": sentences.sentence(row, names),
        "acts": [(one, sentences.told_act(one.did, row.deeds, names)) for one in page],
        "older": f"?before={page[-1].pk}" if len(acts) > kept.PAGE else "",
    }
    return render(request, "setup/automation_log.html", context)


def _rule(pk: int) -> AutomationRule:
    row = kept.rule(pk)
    if row is None:
        raise Http404
    return row
