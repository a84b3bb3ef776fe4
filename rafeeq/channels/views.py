"""The original of a message, as it reached us."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rafeeq.channels.queries import kept_originals, message_for, original_for, raw_of
from rafeeq.lib.files import content_disposition


@login_required
@require_safe
def original(request: HttpRequest, message: int) -> HttpResponse:
    """Download the raw bytes of a message; where there are none, a page says why."""
    found = original_for(request.user, message)  # type: ignore[arg-type]  # signed in
    if found is None:
        return _none(request, message)
    try:
        raw = raw_of(found)
    except FileNotFoundError:  # its row is there a moment before its file has moved in
        return _none(request, message)
    response = HttpResponse(raw, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition(f"message-{message}.eml")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _none(request: HttpRequest, pk: int) -> HttpResponse:
    """No original: 410 when it was let go, else 404. Who may not see the message learns nothing of it."""
    message = message_for(request.user, pk)  # type: ignore[arg-type]  # signed in
    if message is None:
        raise Http404
    was_here = pk in kept_originals([pk])
    context = {"message": message, "was_here": was_here}
    return render(request, "channels/no_original.html", context, status=410 if was_here else 404)
