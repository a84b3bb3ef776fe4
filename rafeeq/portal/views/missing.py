"""A search that found nothing tells us what is missing: told by the browser of a person, so that no crawler counts."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rafeeq.knowledge.actions.gaps import sight
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.text import without_nul
from rafeeq.portal.limits import place_of, within
from rafeeq.portal.queries.finding import found
from rafeeq.portal.views.articles import customer_of, language_of_page
from rafeeq.portal.visits import as_visitor_wishes

AN_HOUR = 30
LONGEST = 200  # letters


@csrf_exempt
@require_POST
@as_visitor_wishes
def missing(request: HttpRequest) -> HttpResponse:
    """Keep the words of a search without result: once a day and place, without the people in them."""
    words, customer = without_nul(request.POST.get("q", "")).strip()[:LONGEST], customer_of(request)
    if words and within(request, "missing", most=AN_HOUR) and not found(words, customer, language_of_page()):
        told = f"{place_of(request)} {timezone.localdate()} {fold(words)}"
        key = salted_hmac("portal.missing", told, algorithm="sha256").hexdigest()[:40]
        sight("search", words, key=f"search {key}", names=[customer.name] if customer else [])
    return HttpResponse(status=204)
