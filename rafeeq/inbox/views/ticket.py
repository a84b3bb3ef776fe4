"""The page of one ticket, with every form that may stand on it."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from rafeeq.customers.models import Tier
from rafeeq.flows.hand_over import may_accept
from rafeeq.inbox import forms
from rafeeq.inbox.queries import around, thread
from rafeeq.inbox.queries.composer import Composer, composer_of
from rafeeq.inbox.rules import journey
from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_decline
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import last_claim, open_hand_over, reasons


@shows_ticket
def ticket(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Everything about one matter."""
    return page(request, ticket)


def page(request: StaffRequest, ticket: Ticket, returned: forms.Asking | None = None) -> HttpResponse:
    """The ticket's page; `returned` is a form that came back with something wrong, everything typed still in it."""
    offered = open_hand_over(ticket)
    context = {
        "ticket": ticket,
        "thread": thread.thread_of(ticket),
        "steps": journey(answered=ticket.first_reply_at is not None, outcome=ticket.outcome),
        "customer": around.customer_pane(request.user, ticket),
        "offered": offered,
        "may_accept": offered is not None and may_accept(offered, request.user),
        "original": _original,
        "now": timezone.now(),
        "tiers": dict(Tier.choices),
        "returned": returned.name if returned else "",
        "composer": composer_of(request.user, ticket),
    }
    context |= _what_may_be_done(request.user, ticket)
    context["forms"] = _forms(ticket, context) | ({returned.name: returned} if returned else {})
    return render(request, "inbox/ticket.html", context, status=422 if returned else 200)


def _what_may_be_done(user: User, ticket: Ticket) -> dict[str, Any]:
    """Which forms make sense now. The rules themselves are in the flows; this only spares people a refusal."""
    claim = last_claim(ticket)
    judgeable = claim is not None and ticket.outcome in {"claimed", "unconfirmed", "confirmed"}
    return {
        "me": user,
        "claim": claim,
        "may_judge": judgeable and claim is not None and claim.user_id != user.pk,
        "may_decline": may_decline(user.role) and ticket.outcome in {"open", "partly", "disputed", "unconfirmed"},
        "may_settle": ticket.has_ended and ticket.status != "closed",
    }


def _forms(ticket: Ticket, context: dict[str, Any]) -> dict[str, Form]:
    causes = list(reasons())
    tags = "، ".join(context["customer"].tags)
    return {
        **_sayings(context["composer"]),
        "resolution": forms.ResolutionForm(reasons=causes, initial={"cause": ticket.reason_id}),
        "verdict": forms.VerdictForm(),
        "assignment": forms.AssignmentForm(takers=around.takers(ticket), initial={"to": ticket.assignee_id}),
        "hand_over": forms.HandOverForm(receivers=around.receivers()),
        "kind": forms.KindForm(initial={"kind": ticket.kind}),
        "reason": forms.ReasonForm(reasons=causes, initial={"reason": ticket.reason_id}),
        "priority": forms.PriorityForm(initial={"priority": ticket.priority}),
        "tags": forms.TagsForm(initial={"tags": tags}),
        "decision": forms.DecisionForm(),
    }


def _sayings(composer: Composer) -> dict[str, Form]:
    """The composer's forms, each with what was being written in it."""
    words = {kind: {"text": draft.text} for kind, draft in composer.drafts.items()}
    kinds = (forms.ReplyForm, forms.NoteForm, forms.LogForm)
    return {kind.name: kind(initial=words.get(kind.name, {})) for kind in kinds}


def _original(message_id: int) -> str:
    """Where the message lies as it came, if a channel of this installation keeps that."""
    try:
        return reverse("channels:original", args=[message_id])
    except NoReverseMatch:
        return ""
