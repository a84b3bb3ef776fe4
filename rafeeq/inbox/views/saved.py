"""Lists under a name: kept for oneself or for one's team, and taken away again."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.inbox.actions.later import TooManyViews, remove_view, save_view
from rafeeq.inbox.list_forms import SaveViewForm
from rafeeq.inbox.queries.addresses import asked_in, query_of
from rafeeq.inbox.queries.later import own_view
from rafeeq.inbox.queries.queues import scope_of
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.queries import team


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def views(request: StaffRequest) -> HttpResponseBase:
    """Give the list that the address narrows to a name, and keep it."""
    query = query_of(asked_in(request.GET))[:400]
    teams = scope_of(request.user).teams
    form = SaveViewForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_valid():
        shared = form.cleaned_data["team"]
        try:
            save_view(
                by=request.user, name=form.cleaned_data["title"], query=query, team=team(shared) if shared else None
            )
        except TooManyViews:
            form.add_error("title", _("There are too many views already. Remove one first."))
        else:
            messages.success(request, _("The view has been saved."))
            return redirect(f"{reverse('inbox:list')}?{query}")
    return render(request, "inbox/save_view.html", {"form": form, "query": query}, status=422 if form.errors else 200)


@require_POST
@of_staff
def removal(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take one of one's own views away."""
    view = own_view(request.user, pk)
    if view is None:
        raise Http404
    remove_view(view)
    messages.success(request, _("The view has been removed."))
    return redirect("inbox:list")
