"""What can be done with several tickets that were chosen in a list, or with one of them later."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rafeeq.inbox import list_forms as forms
from rafeeq.inbox.actions import bulk
from rafeeq.inbox.actions.later import finish_follow_ups, plan_follow_up
from rafeeq.inbox.queries.chosen import chosen, takers_of
from rafeeq.inbox.queries.later import plans_for
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.lib.text import whole_number
from rafeeq.staff.queries import person, team, teams
from rafeeq.tickets.models import Ticket
from rafeeq.ui.numbers import digits

Tickets = list[Ticket]


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def several(request: StaffRequest) -> HttpResponseBase:
    """The chosen tickets with every form that may be used on all of them."""
    given = request.POST if request.method == "POST" else request.GET
    numbers = [number for text in given.getlist("number") if (number := whole_number(text)) is not None]
    tickets = chosen(request.user, numbers[: bulk.MOST])
    if not tickets:
        messages.warning(request, _("No request was chosen."))
        return redirect(_way_back(request))
    asked = _forms(request, tickets)
    name = request.POST.get("do", "") if request.method == "POST" else ""
    if name in SIMPLE:
        return _told(request, SIMPLE[name](request, tickets))
    if name in asked:
        form = asked[name]
        if form.is_valid():
            return _told(request, DOES[name](request, tickets, form))
    return _page(request, tickets, asked, returned=name)


def _forms(request: StaffRequest, tickets: Tickets) -> dict[str, Any]:
    """Each form by its name; what was sent stands in the one that it was sent with."""
    sent = request.POST.get("do", "")

    def made(kind: type[Any], **more: Any) -> Any:
        return kind(request.POST if kind.name == sent else None, **more)

    return {
        "assign": made(forms.AssignForm, people=takers_of(tickets)),
        "tag": made(forms.AddTagsForm),
        "offer": made(forms.OfferForm, teams=[(one.pk, f"{one.name} · {one.branch.name}") for one in teams()]),
        "snooze": made(forms.WhenForm),
        "follow_up": made(forms.FollowUpForm),
    }


def _page(request: StaffRequest, tickets: Tickets, asked: dict[str, Any], returned: str) -> HttpResponse:
    context = {
        "tickets": tickets,
        "forms": asked,
        "back": _way_back(request),
        "plans": plans_for(request.user, [ticket.number for ticket in tickets]),
        "asleep": any(ticket.snoozed_until for ticket in tickets),
        "returned": returned,
    }
    return render(request, "inbox/several.html", context, status=422 if returned else 200)


def _assign(request: StaffRequest, tickets: Tickets, form: Any) -> bulk.Report:
    to = form.cleaned_data["to"]
    return bulk.assign(tickets, to=person(to) if to else None, by=request.user)


def _tag(request: StaffRequest, tickets: Tickets, form: Any) -> bulk.Report:
    return bulk.add_tags(tickets, names=form.names(), by=request.user)


def _offer(request: StaffRequest, tickets: Tickets, form: Any) -> bulk.Report:
    to = team(form.cleaned_data["team"])
    if to is None:
        return bulk.Report()
    return bulk.offer(tickets, team=to, restatement=form.cleaned_data["restatement"], by=request.user)


def _snooze(request: StaffRequest, tickets: Tickets, form: Any) -> bulk.Report:
    return bulk.put_off(tickets, until=form.until, by=request.user)


def _follow_up(request: StaffRequest, tickets: Tickets, form: Any) -> bulk.Report:
    note = form.cleaned_data["note"]
    return bulk.to_each(tickets, lambda ticket: plan_follow_up(ticket, by=request.user, due=form.until, note=note))


def _wake(request: StaffRequest, tickets: Tickets) -> bulk.Report:
    return bulk.call_back(tickets, by=request.user)


def _followed_up(request: StaffRequest, tickets: Tickets) -> bulk.Report:
    return bulk.to_each(tickets, lambda ticket: finish_follow_ups(ticket, by=request.user))


DOES: dict[str, Callable[[StaffRequest, Tickets, Any], bulk.Report]] = {
    "assign": _assign, "tag": _tag, "offer": _offer, "snooze": _snooze, "follow_up": _follow_up,
}  # fmt: skip
SIMPLE: dict[str, Callable[[StaffRequest, Tickets], bulk.Report]] = {"wake": _wake, "followed_up": _followed_up}


def _told(request: StaffRequest, report: bulk.Report) -> HttpResponse:
    """Say how many it was done to and, for each reason, which it was not possible for; then back to the list."""
    if report.done:
        said = ngettext("It was done with one request.", "It was done with %(num)s requests.", report.done)
        messages.success(request, said % {"num": digits(report.done)})
    for why, numbers in report.refused.items():
        named = digits(", ".join(f"#{number}" for number in numbers))
        messages.warning(request, _("Not possible for %(numbers)s: %(why)s") % {"numbers": named, "why": why})
    return redirect(_way_back(request))


def _way_back(request: StaffRequest) -> str:
    """The list that the tickets were chosen in."""
    back = (request.POST if request.method == "POST" else request.GET).get("back", "")
    ours = url_has_allowed_host_and_scheme(back, None) and back.startswith(reverse("inbox:list"))
    return back if ours else reverse("inbox:list")
