"""The settings pages of webhooks: add, change, test, see what was told, send again, renew the secret."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.api import jobs, queries
from rafeeq.api.actions import webhooks as actions
from rafeeq.api.forms import WebhookForm
from rafeeq.api.models import Webhook
from rafeeq.api.words import TOLD, trouble_of
from rafeeq.staff.doors import StaffRequest, for_admins


@require_safe
@for_admins
def listed(request: StaffRequest) -> HttpResponse:
    """Every webhook with its state."""
    return render(request, "api/webhooks.html", {"hooks": queries.webhooks()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def new(request: StaffRequest) -> HttpResponse:
    """One more webhook; its secret stands on the page that answers, and nowhere after that."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = form.cleaned_data
        what = {"name": entered["name"], "url": entered["url"], "kinds": entered["kinds"]}
        try:
            hook, secret = actions.make_webhook(**what, by=request.user)
        except ValidationError as fault:
            form.add_error(fault.code, fault.messages[0])
        else:
            return render(request, "api/webhook_secret.html", {"hook": hook, "secret": secret}, status=201)
    return render(request, "api/webhook.html", {"form": form, "hook": None}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def webhook(request: StaffRequest, pk: int) -> HttpResponse:
    """One webhook: what it is told, and what became of that."""
    hook = _hook(pk)
    begin = {"name": hook.name, "url": hook.url, "kinds": hook.kinds, "is_active": hook.is_active}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=begin)
    if form.is_valid():
        try:
            actions.change_webhook(hook, **form.cleaned_data, by=request.user)
        except ValidationError as fault:
            form.add_error(fault.code, fault.messages[0])
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:webhook", pk)
    context = {"form": form, **_log(hook)}
    return render(request, "api/webhook.html", context, status=422 if form.errors else 200)


@require_safe
@for_admins
def log(request: StaffRequest, pk: int) -> HttpResponse:
    """What was told last and what was given up, as a piece of the page that renews itself."""
    return render(request, "api/webhook_log.html", _log(_hook(pk)))


@require_POST
@for_admins
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a message that says nothing."""
    hook = _hook(pk)
    jobs.tell_them([actions.make_test(hook).pk])
    messages.success(request, _("A test is on its way. What became of it stands below in a moment."))
    return redirect("webhooks:webhook", pk)


@require_POST
@for_admins
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """A new secret, shown once."""
    hook = _hook(pk)
    renewed = actions.renew_secret(hook, by=request.user)
    return render(request, "api/webhook_secret.html", {"hook": hook, "secret": renewed, "renewed": True})


@require_POST
@for_admins
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """It is told nothing any more."""
    actions.remove_webhook(_hook(pk), by=request.user)
    messages.success(request, _("The webhook was removed."))
    return redirect("webhooks:list")


@require_POST
@for_admins
def again(request: StaffRequest, pk: int, delivery: int) -> HttpResponse:
    """Send once more what was given up, or taken."""
    hook = _hook(pk)
    found = queries.delivery_of(hook, delivery)
    if found is None:
        raise Http404
    if not hook.is_active and found.event_id is not None:
        messages.error(request, _("Switch the webhook on first."))
        return redirect("webhooks:webhook", pk)
    actions.send_again(found)
    jobs.tell_them([found.pk])
    messages.success(request, _("It is being sent again."))
    return redirect("webhooks:webhook", pk)


def _log(hook: Webhook) -> dict[str, Any]:
    deliveries = queries.deliveries_of(hook)
    waits = any(one.state == "waiting" and one.next_at <= timezone.now() for one in deliveries)
    return {
        "hook": hook,
        "deliveries": deliveries,
        "dead": queries.dead_letters_of(hook),
        "waits": waits,
        "told": TOLD,
        "trouble_of": trouble_of,
    }


def _hook(pk: int) -> Webhook:
    found = queries.webhook(pk)
    if found is None:
        raise Http404
    return found
