"""The original of a message, as it reached us."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rafeeq.channels.queries import original_for, raw_of
from rafeeq.lib.files import content_disposition


@login_required
@require_safe
def original(request: HttpRequest, message: int) -> HttpResponse:
    """Download the raw bytes of a message."""
    found = original_for(request.user, message)  # type: ignore[arg-type]  # signed in
    if found is None:
        raise Http404
    try:
        raw = raw_of(found)
    except FileNotFoundError as gone:  # its row is there a moment before its file has moved in
        raise Http404 from gone
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition(f"message-{message}.eml")
    response["X-Content-Type-Options"] = "nosniff"
    return response
