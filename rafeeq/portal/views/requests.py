"""My requests: whoever proves an address sees what it wrote to us about. No account, no password.

The link in the mail shows a page with one button, and only the button lets the browser in: scanners that follow links
spend none. Whoever's address is typed, the answer is the same.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.flows.links import secret_for
from rafeeq.flows.proof import read_proof
from rafeeq.lib.text import whole_number
from rafeeq.portal.actions import LinkIsSpent, begin_visit, end_all_visits, end_visit
from rafeeq.portal.forms import AddressForm
from rafeeq.portal.jobs import send_link
from rafeeq.portal.limits import within
from rafeeq.portal.queries import address_by_value, page_of_own
from rafeeq.portal.visits import as_visitor_wishes, forget, page, remember, visit_of

LINKS_AN_HOUR = 10
ENTRIES_AN_HOUR = 60


@require_safe
@as_visitor_wishes
def own(request: HttpRequest) -> HttpResponse:
    """The requests of the proven address, or the way to prove one."""
    visit = visit_of(request)
    if visit is None:
        return page(request, "portal/prove.html", {"form": AddressForm()})
    before = request.GET.get("before", "")
    shown = page_of_own(visit.address, whole_number(before) or 0)
    rows = [(ticket, secret_for(ticket, visit.address_id)) for ticket in shown.rows]
    return page(request, "portal/requests.html", {"rows": rows, "older": shown.older, "before": before})


@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor_wishes
def link(request: HttpRequest) -> HttpResponse:
    """Send a link to the address that was typed, if it is known."""
    if request.method != "POST":
        return redirect("portal:requests")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, "portal/prove.html", {"form": form}, status=422)
    if not within(request, "link", most=LINKS_AN_HOUR):
        form.add_error(None, _("Too many links were asked for from here. In an hour it can be tried again."))
        return page(request, "portal/prove.html", {"form": form}, status=429)
    known = address_by_value(form.cleaned_data["email"])
    send_link.enqueue(known.pk if known else 0)
    return redirect("portal:link_sent")


@require_safe
@as_visitor_wishes
def link_sent(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/link_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the mail: a button on GET; on POST the browser is let in, once."""
    proof = read_proof(secret)
    if proof is None:
        return _spent(request, status=404)
    if proof.has_expired:
        return _spent(request, status=410)
    if request.method != "POST":
        return _private(page(request, "portal/enter.html", {"secret": secret}))
    if not within(request, "enter", most=ENTRIES_AN_HOUR):
        return page(request, "portal/too_many.html", status=429)
    try:
        key = begin_visit(proof)
    except LinkIsSpent:
        return _spent(request, status=410)
    response = redirect("portal:requests")
    remember(response, key)
    return response


def _spent(request: HttpRequest, status: int) -> HttpResponse:
    known = {"form": AddressForm(), "of_one": False}
    return _private(page(request, "portal/dead_link.html", known, status=status, back="/help/requests/"))


def _private(response: HttpResponse) -> HttpResponse:
    # Its form must still say where it comes from, or the check against forged forms refuses it: so no "no-referrer".
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@as_visitor_wishes
def leave(request: HttpRequest) -> HttpResponse:
    """Show the requests no longer: in this browser, or (`everywhere`) in any."""
    visit = visit_of(request)
    if visit is not None and request.POST.get("everywhere"):
        end_all_visits(visit.address)
        messages.success(request, _("Your requests are no longer shown in any browser."))
    elif visit is not None:
        end_visit(visit)
        messages.success(request, _("Your requests are no longer shown in this browser."))
    response = redirect("portal:help")
    forget(response)
    return response
