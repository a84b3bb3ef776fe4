"""One measure: its number, split by what one chooses, week by week, and the rows behind it."""

from dataclasses import replace
from datetime import timedelta
from itertools import dropwhile

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.insights import wording
from rafeeq.insights.forms import AskedForm
from rafeeq.insights.queries.figures import SAMPLED, Asked, branches_of, figures
from rafeeq.insights.queries.rows import place_in, rows
from rafeeq.insights.queries.samples import latest
from rafeeq.insights.registry import measures
from rafeeq.insights.rules.charts import longest, marks
from rafeeq.insights.rules.measure import Measure
from rafeeq.insights.rules.sampling import FEWEST, MOST
from rafeeq.insights.views.doors import StaffRequest, of_measures
from rafeeq.insights.views.shown import Shown, split
from rafeeq.staff.rules import may_see_hints

WEEKS = 12


def _known(name: str) -> Measure:
    found = measures().get(name)
    if found is None:
        raise Http404
    return found


@require_safe
@of_measures
def measure(request: StaffRequest, name: str) -> HttpResponseBase:
    """One measure in a period."""
    one = _known(name)
    form = AskedForm(request.GET)
    asked = form.asked(branches_of(request.user))
    whole = figures([one], replace(asked, by=""))[one.name][""]
    context = {
        "measure": one,
        "asked": asked,
        "form": form,
        "whole": Shown(one, whole, marks(whole) if one.form == "share" else None),
        "parts_shown": split(one, asked, asked.by) if asked.by else [],
        "weeks": _weeks(one, asked) if one.form != "ages" and one.method != SAMPLED else [],
        "draws": one.method == SAMPLED and may_see_hints(request.user.role),
        "standing": latest(asked.start, asked.end) if one.method == SAMPLED else None,
        "fewest": FEWEST,
        "most": MOST,
        "words": wording,
    }
    return render(request, "insights/measure.html", context)


def _weeks(one: Measure, asked: Asked) -> list[tuple[Asked, Shown]]:
    """The last weeks of the period and before, the oldest first, on one scale; none from before there was anything."""
    ends = [asked.end - timedelta(days=7 * back) for back in reversed(range(WEEKS))]
    periods = [replace(asked, start=end - timedelta(days=6), end=end, by="") for end in ends]
    told = [figures([one], period)[one.name][""] for period in periods]
    whole = 1.0 if one.form == "share" else longest(told)
    shown = [(period, Shown(one, metric, marks(metric, whole))) for period, metric in zip(periods, told, strict=True)]
    return list(dropwhile(lambda week: not (week[1].metric.denominator or week[1].metric.excluded), shown))


@require_safe
@of_measures
def shown_rows(request: StaffRequest, name: str) -> HttpResponseBase:
    """The matters behind a number, as far as this person may see them."""
    one = _known(name)
    asked = AskedForm(request.GET).asked(branches_of(request.user))
    after = request.GET.get("after", "")
    try:
        place = place_in(after) if after else None
    except ValueError:
        raise Http404 from None
    cell, key = request.GET.get("cell", "")[:40], request.GET.get("key", "")[:40]
    found, following = rows(one, asked, request.user, cell=cell, key=key, after=after if place else "")
    query = request.GET.copy()
    query["after"] = following
    context = {
        "measure": one,
        "asked": asked,
        "cell": cell,
        "rows": found,
        "older": "?" + query.urlencode() if following else "",
        "words": wording,
    }
    return render(request, "insights/rows.html", context)
