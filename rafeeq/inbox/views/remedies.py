"""Granting something to a customer, and the approvals it may need."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.flows import authority
from rafeeq.inbox.queries import approvals as queries
from rafeeq.inbox.remedy_forms import GrantForm
from rafeeq.inbox.rules import place, read_place
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, of_staff
from rafeeq.inbox.views.ticket import page
from rafeeq.staff.queries.authority import may_grant
from rafeeq.staff.wording import granted_words
from rafeeq.tickets.actions.remedies import DecidedAlready
from rafeeq.tickets.models import Approval, Ticket
from rafeeq.tickets.queries.remedies import approval_for


@changes_ticket
def grant(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Grant something at once; or, when the same form comes again, ask for the approval that it needs."""
    form = GrantForm(request.POST, user=request.user)
    if not form.is_valid():
        return page(request, ticket, form)
    what = {name: form.cleaned_data[name] for name in ("act", "amount", "currency")}
    if not form.cleaned_data["ask"] and not may_grant(request.user, **what):
        form.turn_into_asking(
            _("This is more than you may grant yourself. It can go to somebody who may approve %(what)s.")
            % {"what": granted_words(**what)}
        )
        return page(request, ticket, form)
    try:
        made = authority.grant(ticket, by=request.user, **what, why=form.cleaned_data["why"].strip())
    except authority.NobodyMayApprove:
        form.add_error(None, _("Nobody's authority reaches so far. A manager sets the limits in the settings."))
        return page(request, ticket, form)
    if isinstance(made, Approval):
        return done(request, ticket, _("The approval was asked for. You are told as soon as somebody decides."))
    return done(request, ticket, _("Granted: %(what)s.") % {"what": granted_words(**what)})


@require_safe
@of_staff
def approvals(request: StaffRequest) -> HttpResponseBase:
    """What waits for this person's decision, the oldest due first, and what they have asked for themselves."""
    rows, more = queries.page_of_approvals(request.user, place=read_place(request.GET.get("after", "")))
    last = rows[-1] if more else None
    context = {
        "approvals": rows,
        "next": f"?after={place(last.due_at, last.pk)}" if last is not None and last.due_at else "",
        "asked": queries.asked(request.user),
        "granted_words": granted_words,
        "is_late": queries.is_late,
        "decides": queries.Decides(request.user),
    }
    return render(request, "inbox/approvals.html", context)


@require_POST
@of_staff
def decision(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve or refuse with one tap; a note may say what it rests on."""
    approval = _approval(request, pk)
    granted = request.POST.get("decision") == "granted"
    if request.POST.get("decision") not in ("granted", "refused"):
        return _back(request, approval, problem=_("Choose whether it is approved or refused."))
    try:
        authority.decide(approval, by=request.user, granted=granted, note=request.POST.get("note", "")[:4000])
    except authority.AskerCannotDecide:
        return _back(request, approval, problem=_("Whoever asks for an approval cannot decide on it."))
    except authority.BeyondAuthority:
        return _back(request, approval, problem=_("Your own authority does not reach so far."))
    except DecidedAlready as known:
        return _back(request, approval, problem=_decided(known.approval))
    messages.success(request, _("Approved, and granted at once.") if granted else _("Refused. Whoever asked is told."))
    return _back(request, approval)


@require_POST
@of_staff
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what one has asked for."""
    approval = _approval(request, pk)
    try:
        authority.withdraw(approval, by=request.user)
    except authority.BeyondAuthority:
        return _back(request, approval, problem=_("Only whoever asked for it can take it back."))
    except DecidedAlready as known:
        return _back(request, approval, problem=_decided(known.approval))
    messages.success(request, _("The request for approval was taken back."))
    return _back(request, approval)


def _approval(request: StaffRequest, pk: int) -> Approval:
    found = approval_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _decided(approval: Approval) -> str:
    return {
        Approval.Decision.GRANTED: _("This has been approved already."),
        Approval.Decision.REFUSED: _("This has been refused already."),
    }.get(Approval.Decision(approval.decision), _("Whoever asked for it has taken it back."))


def _back(request: StaffRequest, approval: Approval, problem: str = "") -> HttpResponse:
    if problem:
        messages.error(request, problem)
    if request.POST.get("back") == "list":
        return redirect("inbox:approvals")
    return redirect("inbox:ticket", number=approval.ticket_id)
