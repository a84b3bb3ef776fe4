"""Independent reviews: what waits for somebody outside the chain, and the page on which one is decided."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from rafeeq.flows import reviews as flow
from rafeeq.inbox.complaint_forms import ReviewForm
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.rules import may_review
from rafeeq.tickets.actions.complaints import ReviewIsDecided
from rafeeq.tickets.models import Review
from rafeeq.tickets.queries import complaints as asked

TOO_NEAR = {
    "role": gettext_lazy("Your role does not review decisions."),
    "had_part": gettext_lazy("You had a part in this matter. Somebody else looks at it."),
    "supervises": gettext_lazy("You supervise the branch that had this matter. Somebody else looks at it."),
}


@require_safe
@of_staff
def reviews(request: StaffRequest) -> HttpResponseBase:
    """What customers asked to be looked at again, the one that is due first on top."""
    if not may_review(request.user.role):
        raise Http404
    waiting = [(one, flow.may_decide(one, request.user)) for one in asked.waiting_reviews(request.user)]
    context = {"waiting": waiting, "cells": asked.two_by_two(request.user), "now": timezone.now()}
    return render(request, "inbox/complaints/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def review(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One review: what was decided, what the customer objects to, and the two questions."""
    found = asked.review_for(request.user, pk) if may_review(request.user.role) else None
    if found is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = form.cleaned_data
        try:
            flow.decide(
                found,
                by=request.user,
                was_procedure_right=entered["procedure"] == "yes",
                was_customer_helped=entered["helped"] == "yes",
                explanation=entered["explanation"],
            )
        except flow.NotOutside as near:
            form.add_error(None, TOO_NEAR[near.why])
        except ReviewIsDecided:
            form.add_error(None, _("Somebody has decided this review meanwhile."))
        else:
            messages.success(request, _("The customer is being told what the review found."))
            return redirect("inbox:reviews")
    return _page(request, found, form)


def _page(request: StaffRequest, found: Review, form: ReviewForm) -> HttpResponseBase:
    why = "" if found.decided_at else flow.may_decide(found, request.user)
    context: dict[str, Any] = {
        "review": found,
        "ticket": found.ticket,
        "form": form,
        "too_near": TOO_NEAR.get(why, ""),
        "complaint": asked.complaint_of(found.ticket),
        "decision": asked.decision_of(found.ticket),
    }
    return render(request, "inbox/complaints/review.html", context, status=422 if form.errors else 200)
