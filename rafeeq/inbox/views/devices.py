"""Notices on a device: turn them on and off in this browser, and take them away from another one."""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.inbox.actions import devices
from rafeeq.inbox.queries.devices import device_of
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.staff.queries import sign_in_here

WORKER = Path(__file__).resolve().parent.parent / "static" / "inbox" / "devices-worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows notices while no page is open. It stands here because it may rule only what is below it."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_POST
@of_staff
def key(request: StaffRequest) -> HttpResponseBase:
    """The installation's public key, that a browser needs before it takes notices; made at the first use."""
    from rafeeq.lib.webpush import letters, public_key  # needed only here

    return JsonResponse({"key": letters(public_key(devices.key()))})


@require_POST
@of_staff
def take(request: StaffRequest) -> HttpResponseBase:
    """Take what the browser hands over: from now on notices also come to it."""
    sign_in = sign_in_here(request.user, request.session.session_key)
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        if sign_in is None:
            raise ValidationError(_("Please sign in again first."))
        devices.take(request.user, sign_in, user_agent=request.headers.get("User-Agent", ""), **given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("From now on notices also come to this device."))
    return redirect("inbox:notices")


@require_POST
@of_staff
def removal(request: StaffRequest, pk: int) -> HttpResponseBase:
    """This device takes no notices any more."""
    device = device_of(request.user, pk)
    if device is None:
        raise Http404
    devices.let_go(device)
    messages.success(request, _("No more notices come to that device."))
    return redirect("inbox:notices")
