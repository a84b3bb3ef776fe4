"""A sample of the silent: drawn for a period, judged row by row with one tap."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rafeeq.insights.actions import sampling
from rafeeq.insights.forms import DrawForm
from rafeeq.insights.models import Drawn
from rafeeq.insights.queries.samples import rows_of, sample_of
from rafeeq.insights.rules.sampling import FEWEST
from rafeeq.insights.views.doors import StaffRequest, of_hints
from rafeeq.ui.numbers import number

ESTIMATE = "first_contact_estimate"


@require_POST
@of_hints
def draw(request: StaffRequest) -> HttpResponseBase:
    """Draw a sample for the period that is shown."""
    form = DrawForm(request.POST)
    back = redirect("insights:measure", ESTIMATE)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return back
    asked = form.asked(None)
    try:
        made = sampling.draw_sample(start=asked.start, end=asked.end, size=form.cleaned_data["size"], by=request.user)
    except sampling.TooFew as few:
        told = ngettext(
            "One customer was silent in this period; a sample needs %(least)s. Choose a longer period.",
            "%(num)s customers were silent in this period; a sample needs %(least)s. Choose a longer period.",
            few.silent,
        )
        messages.error(request, told % {"num": number(few.silent), "least": number(FEWEST)})
        return back
    except sampling.Unfinished as unfinished:
        messages.info(request, _("The last sample of this period is not judged to its end. Finish it first."))
        return redirect("insights:sample", unfinished.sample.pk)
    return redirect("insights:sample", made.pk)


@require_safe
@of_hints
def sample(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The rows of a sample, in the order in which they were drawn."""
    found = sample_of(pk)
    if found is None:
        raise Http404
    rows = rows_of(found, request.user)
    context = {
        "sample": found,
        "rows": rows,
        "judged": sum(bool(row.verdict) for row in rows),
        "verdicts": Drawn.Verdict.choices,
        "measure": ESTIMATE,
        "least": FEWEST,
    }
    return render(request, "insights/sample.html", context)


@require_POST
@of_hints
def judge(request: StaffRequest, pk: int, place: int) -> HttpResponseBase:
    """One tap: solved at first contact, not, or not to be found out."""
    found = sample_of(pk)
    row = next((one for one in rows_of(found, request.user) if one.place == place), None) if found else None
    verdict = request.POST.get("verdict", "")
    if row is None or verdict not in Drawn.Verdict.values:
        raise Http404
    sampling.judge(row, verdict=verdict, by=request.user)
    return redirect(f"{reverse('insights:sample', args=[pk])}#row-{place}")
