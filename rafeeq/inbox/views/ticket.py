"""The page of one ticket: its thread in parts, the forms that may stand on it, and the same pieces as fragments."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from rafeeq.customers.models import Tier
from rafeeq.flows.hand_over import may_accept, may_decide
from rafeeq.inbox import forms
from rafeeq.inbox.queries import around, thread
from rafeeq.inbox.queries.approvals import Decides
from rafeeq.inbox.queries.beside import beside
from rafeeq.inbox.queries.composer import composer_of
from rafeeq.inbox.queries.facts import Fact
from rafeeq.inbox.queries.owed import owed_to
from rafeeq.inbox.rules import journey
from rafeeq.inbox.views.asked import DOORS, FACTS, Forms
from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.lib.text import whole_number
from rafeeq.sla.queries.due import KINDS, running_of
from rafeeq.sla.queries.promises import promises_in
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_decline, may_erase
from rafeeq.staff.wording import granted_words
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import conduct_of, last_claim, open_hand_over, ticket_for
from rafeeq.tickets.queries.merged import merged_numbers, whole_of
from rafeeq.tickets.queries.originals import originals

TIERS = Tier.choices
MAILED = ("in", "email")


@shows_ticket
def ticket(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Everything about one matter. What was merged into another leads there, if the reader may see that."""
    if ticket.merged_into_id is not None and "alone" not in request.GET:
        whole = whole_of(ticket)
        if ticket_for(request.user, whole.number) is not None:
            return redirect(reverse("inbox:ticket", args=[whole.number]) + f"?merged={ticket.number}")
    return page(request, ticket)


@shows_ticket
def part(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """A part of the thread: `?before=` what is earlier, `?after=` what came since an event of this timeline."""
    context = _thread(request, ticket, merged_numbers(ticket)) | {
        "ticket": ticket,
        "is_alone": ticket.merged_into_id is not None,
    }
    return render(request, "inbox/thread.html", context)


@shows_ticket
def door(request: StaffRequest, ticket: Ticket, name: str) -> HttpResponseBase:
    """One form for the page's dialog."""
    if name not in DOORS:
        raise Http404
    if not request.headers.get("HX-Request"):
        return redirect(reverse("inbox:ticket", args=[ticket.number]) + f"?door={name}")
    context = {
        "ticket": ticket,
        "door": name,
        "claim": last_claim(ticket),
        "heard": beside(ticket).heard,
        "forms": Forms(request, ticket),
    }
    return render(request, "inbox/doors.html", context)


@shows_ticket
def message_text(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """All of one message's words, where the page shows only their beginning."""
    message = around.message_of(ticket, pk)
    if message is None:
        raise Http404
    return render(request, "inbox/message_text.html", {"ticket": ticket, "message": message})


def page(
    request: StaffRequest, ticket: Ticket, returned: forms.Asking | None = None, theirs: Fact | None = None
) -> HttpResponse:
    """The ticket's page; `returned` is a form that came back with something wrong, everything typed still in it.

    `theirs`: what somebody else made meanwhile of the fact that the form changes.
    """
    name = returned.name if returned else ""
    asked = request.GET
    context: dict[str, Any] = {
        "ticket": ticket,
        "returned": name,
        "theirs": theirs,
        "editing": name if name in FACTS else asked.get("edit", "") if asked.get("edit") in FACTS else "",
        "door": name if name in DOORS else asked.get("door", "") if asked.get("door") in DOORS else "",
        "only": "",
        "is_alone": ticket.merged_into_id is not None,
        "merged_here": whole_number(asked.get("merged", "")) or 0,
        "now": timezone.now(),
        "tiers": dict(TIERS),
        "steps": journey(answered=ticket.first_reply_at is not None, outcome=ticket.outcome),
        "customer": around.customer_pane(request.user, ticket, now=timezone.now()),
        "tags": around.tags_of(ticket),
        "conduct": conduct_of(ticket),
        "clocks": running_of(ticket.number, ticket.event_count),
        "clock_names": KINDS,
        "days": lambda count: timedelta(days=count),
        "may_erase": may_erase(request.user.role),
    }
    context |= beside(ticket)._asdict()
    if not context["is_alone"]:
        context["composer"] = composer_of(request.user, ticket)
    context["forms"] = Forms(request, ticket, returned, composer=context.get("composer"))
    numbers = merged_numbers(ticket)
    context |= _thread(request, ticket, numbers) | {"promises": promises_in(numbers), "owed": owed_to(numbers)}
    context |= _what_may_be_done(request.user, ticket)
    kinds = [address.kind for address in context["customer"].addresses]
    context["several_addresses"] = len(kinds) > len(set(kinds))  # else the kind of message says which one it was
    return render(request, "inbox/ticket.html", context, status=422 if returned else 200)


def _thread(request: StaffRequest, ticket: Ticket, numbers: Sequence[int]) -> dict[str, Any]:
    asked = request.GET if request.method == "GET" else {}
    place = thread.read_place(asked.get("before", ""))
    after = whole_number(asked.get("after", ""))
    if after is not None:
        shown = thread.Thread(thread.since(ticket, numbers, min(after, 2**31 - 1)), None)
    else:
        shown = thread.latest(ticket, numbers, before=place)
    mails = [item.said.pk for item in shown.items if item.said and (item.said.sort, item.said.channel) == MAILED]
    return {
        "kept": originals(mails),
        "restricted": ticket.customer.is_restricted(timezone.now()),
        "decides": Decides(request.user),
        "granted_words": granted_words,
        "thread": shown,
        "place": thread.write_place(shown.earlier) if shown.earlier else "",
        "is_older_part": bool(place) and not request.headers.get("HX-Request"),
        "several_addresses": True,
        "originals_at": _originals(),
    }


def _what_may_be_done(user: User, ticket: Ticket) -> dict[str, Any]:
    """Which forms make sense now. The rules themselves are in the flows; this only spares people a refusal."""
    claim = last_claim(ticket) if ticket.outcome in {"claimed", "unconfirmed", "confirmed"} else None
    offered = open_hand_over(ticket) if ticket.offer_count else None  # the first one is never held
    return {
        "me": user,
        "claim": claim,
        "offered": offered,
        "may_accept": offered is not None and may_accept(offered, user),
        "may_decide": offered is not None and may_decide(offered, user),
        "may_judge": claim is not None and claim.user_id != user.pk,
        "may_decline": may_decline(user.role) and ticket.outcome in {"open", "partly", "disputed", "unconfirmed"},
        "may_settle": ticket.has_ended and ticket.status != "closed",
    }


@cache
def _originals() -> str:
    """Where messages lie as they came, each under its number, if a channel of this installation keeps that."""
    try:
        return reverse("channels:original", args=[0]).removesuffix("0/")
    except NoReverseMatch:
        return ""
