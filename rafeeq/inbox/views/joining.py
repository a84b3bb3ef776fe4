"""Two requests of one matter become one, one of two matters becomes two, one is linked to what it repeats; and back."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rafeeq.flows import splitting
from rafeeq.inbox import forms
from rafeeq.inbox.actions import joining as actions
from rafeeq.inbox.queries import joining
from rafeeq.inbox.views.asked import filled
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.lib.text import whole_number
from rafeeq.tickets.actions import merges, repeats
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Ticket


def _why_not(why: str) -> str:
    return {
        "itself": _("A request cannot be merged into itself."),
        "merged": _("One of these requests has already been merged into another one."),
        "conduct": _("A complaint about conduct stays by itself: others would read it here."),
        "kinds": _("One is a complaint and the other is about data rights. Each must be answered as what it is."),
        "customers": _("These are two customers. A supervisor can decide that it is one matter."),
        "word": _(
            "The customer has complained or said that it is not solved. Another customer's request cannot answer that."
        ),
        "not_in": _("This request is not merged any more."),
        "emptied": _("This request was put back into the other one, and has nothing of its own."),
        "worked_on": _("Something was said or done on the new request since. Merging it puts both together."),
        "nothing": _("These messages are not in this request any more."),
        "all": _("At least one message of the customer has to stay here."),
        "later": _("Only an earlier request of the same customer can be repeated."),
    }[why]


@changes_ticket
def merge(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Let this request go into another one of the same matter."""
    form = filled(request, ticket, "merge", request.POST)
    assert isinstance(form, forms.MergeForm)  # noqa: S101 - narrows the type
    if not form.is_valid():
        return page(request, ticket, form)
    into = joining.seen(request.user, form.chosen())
    if into is None:
        form.add_error("number", _("There is no such request, or it is not for you to see."))
        return page(request, ticket, form)
    if into.customer_id != ticket.customer_id and not form.cleaned_data["sure"]:
        form = forms.MergeForm(
            request.POST, others=joining.others(request.user, ticket), two_customers=into.customer.name or "?"
        )
        form.add_error("sure", _("Look at both customers before you go on."))
        return page(request, ticket, form)
    try:
        actions.merge(ticket, into=into, by=request.user)
    except merges.NotMergeable as refusal:
        form.add_error(None, _why_not(refusal.why))
        return page(request, ticket, form)
    return done(request, into, _("The requests are one now. What was said in both stands here."))


@changes_ticket
def merge_undo(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Take a merged request out of this one again."""
    merged = _named(request)
    if merged is None or merged.merged_into_id != ticket.number:
        return refused(request, ticket, _why_not("not_in"))
    try:
        merges.unmerge(merged, by=staff(request.user))
    except merges.NotMergeable as refusal:
        return refused(request, ticket, _why_not(refusal.why))
    return done(request, ticket, _("The merge is undone. Each request stands as it was."))


@changes_ticket
def split(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Make chosen messages a request of their own."""
    form = filled(request, ticket, "split", request.POST)
    if form.is_valid():
        try:
            made = splitting.split(
                ticket,
                messages=form.cleaned_data["messages"],
                subject=form.cleaned_data["subject"],
                promises=form.cleaned_data.get("promises", ()),
                by=request.user,
            )
        except merges.NotMergeable as refusal:
            form.add_error(None, _why_not(refusal.why))
        else:
            return done(request, made, _("This is a request of its own now."))
    return page(request, ticket, form)


@changes_ticket
def split_undo(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Put the messages back where they came from; `ticket` is the request that was split off."""
    try:
        source = splitting.put_back(ticket, by=request.user)
    except merges.NotMergeable as refusal:
        return refused(request, ticket, _why_not(refusal.why))
    return done(request, source, _("The messages are back where they were."))


@changes_ticket
def repeat(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Say that the customer came about this before."""
    form = filled(request, ticket, "repeat", request.POST)
    if form.is_valid():
        of = joining.seen(request.user, form.cleaned_data["of"])
        try:
            if of is None:
                raise merges.NotMergeable("later")
            repeats.link(ticket, of=of, by=request.user)
        except merges.NotMergeable as refusal:
            form.add_error(None, _why_not(refusal.why))
        else:
            return done(request, ticket, _("The request is linked to the earlier one."))
    return page(request, ticket, form)


@changes_ticket
def repeat_undo(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Take the link away."""
    repeats.unlink(ticket, by=request.user)
    return done(request, ticket, _("The link is gone."))


def _named(request: StaffRequest) -> Ticket | None:
    """The other request that the form names, if this person may see it."""
    number = whole_number(request.POST.get("ticket", ""))
    return None if number is None else joining.seen(request.user, number)
