"""What is said to be wrong: said by whoever reads, settled by whoever answers for the article."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions import uses as actions
from rafeeq.knowledge.queries import articles as queries
from rafeeq.library.doors import edition, found, readers, writers
from rafeeq.staff.doors import StaffRequest

MOST = 100


@require_safe
@writers
def faults(request: StaffRequest) -> HttpResponse:
    """Everything that is said to be wrong and not settled, what is due first."""
    mine = "mine" in request.GET
    rows = list(queries.faults(request.user, mine=mine)[:MOST])
    context = {
        "rows": [(one, queries.is_validator(request.user, one.article)) for one in rows],
        "mine": mine,
        "now": timezone.now(),
    }
    return render(request, "library/faults.html", context)


@require_safe
@writers
def count(request: StaffRequest) -> HttpResponse:
    """How many of them wait for this person, for the door to the page."""
    return render(request, "library/faults_count.html", {"count": queries.faults(request.user, mine=True).count()})


@require_POST
@readers
def say(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that an article is wrong, and what."""
    row = found(request, pk)
    one = edition(row, request.POST.get("language", "") or row.language)
    version = one.current or one.newest
    if version is None:
        raise Http404
    try:
        actions.say_wrong(version, said=request.POST.get("said", ""), by=request.user)
    except ValueError:
        messages.error(request, _("Say what is wrong: whoever answers for the article reads it."))
    else:
        told = _("Thank you. %(name)s answers for the article and reads it.") % {"name": row.owner.name}
        messages.success(request, told)
    return redirect(f"{reverse('knowledge:article', args=[pk])}?language={one.language}")


@require_POST
@writers
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    row = queries.fault(request.user, pk)
    if row is None:
        raise Http404
    try:
        actions.settle_fault(row, by=request.user, answer=request.POST.get("answer", ""))
    except MayNotWrite:
        raise PermissionDenied from None
    except ValueError:
        messages.error(request, _("Say what became of it: who found it reads your answer."))
    else:
        messages.success(request, _("Your answer is kept."))
    return redirect("knowledge:faults")
