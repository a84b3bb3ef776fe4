"""The board: what is about to go wrong now, and the honest measures of the last weeks."""

from django.http import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from rafeeq.insights import wording
from rafeeq.insights.forms import AskedForm
from rafeeq.insights.queries import live
from rafeeq.insights.queries.figures import Waited, branches_of, figures
from rafeeq.insights.registry import measures
from rafeeq.insights.rules.charts import longest, marks
from rafeeq.insights.views.doors import StaffRequest, etag, of_measures
from rafeeq.insights.views.shown import Shown, split
from rafeeq.staff.rules import may_see_hints

FIRST = ("confirmed", "false_closure", "first_reply", "promises_kept")
FAIR = "first_reply"  # split by customer group on the first screen: are the small served like the large?


@require_safe
@of_measures
@condition(etag_func=etag)
def overview(request: StaffRequest) -> HttpResponseBase:
    """The board of this person's branches."""
    get_token(request)
    form = AskedForm(request.GET)
    asked = form.asked(branches_of(request.user))
    known = measures()
    now = timezone.now()
    waited = Waited(asked.as_of or now)
    told = figures(known.values(), asked, waited)
    wholes = {name: found[""] for name, found in told.items()}
    shares = [Shown(known[one.name], one, marks(one)) for one in wholes.values() if known[one.name].form == "share"]
    lengths = [one for one in wholes.values() if known[one.name].form == "times"]
    ends = longest(lengths)
    times = [Shown(known[one.name], one, marks(one, ends)) for one in lengths]
    context = {
        "asked": asked,
        "form": form,
        "now": now,
        "tiles": live.board(request.user, asked.branches, now),
        "first": [Shown(known[name], wholes[name]) for name in FIRST if name in wholes],
        "shares": shares,
        "times": times,
        "backlog": [Shown(known[one.name], one) for one in wholes.values() if known[one.name].form == "ages"],
        "fair": split(known[FAIR], asked, "tier", waited) if FAIR in known else [],
        "words": wording,
        "counted_up_to": live.COUNTED_UP_TO,
        "sees_hints": may_see_hints(request.user.role),
        "is_branch": asked.branches is not None,
    }
    return render(request, "insights/board.html", context)
