"""The settings pages of the mailboxes: list, add, change, try, pause, remove, and a mail to oneself."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.channels import queries
from rafeeq.channels.base import TransportError
from rafeeq.channels.email import mailboxes, self_mail, trial
from rafeeq.channels.email.forms import AddressForm, MailboxForm, proposed, values_of
from rafeeq.channels.models import Account
from rafeeq.staff.models import User
from rafeeq.staff.queries import teams
from rafeeq.staff.rules import may_administer
from rafeeq.system.forms import contest
from rafeeq.ui.pages import block

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def for_admins(view: Callable[Concatenate[StaffRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of administrators; others get 403."""

    @wraps(view)
    def entered(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_administer(request.user.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: Any = login_required(cache_control(private=True, no_cache=True)(entered))
    return guarded  # type: ignore[no-any-return]


def _mailbox(pk: int) -> Account:
    found = queries.mailbox(pk)
    if found is None:
        raise Http404
    return found


@require_safe
@for_admins
def listed(request: StaffRequest) -> HttpResponse:
    """Every mailbox with its state in words."""
    boxes = [(box, _meaning(box)) for box in queries.mailboxes()]
    return render(request, "channels/mailboxes.html", {"mailboxes": boxes})


def _meaning(box: Account) -> str:
    """What the last trouble means, in plain words."""
    server = box.options.get("imap", {})
    if not box.last_error or not server:
        return ""
    place = trial.Server("imap", server.get("host", ""), server.get("port", 0), server.get("security", ""))
    return trial.explained(box.last_error, place)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def new(request: StaffRequest) -> HttpResponse:
    """First the address; then everything else, filled in as far as it is known."""
    asked = AddressForm(request.GET if "address" in request.GET else None)
    if request.method != "POST" and not asked.is_valid():
        return render(request, "channels/mailbox_address.html", {"form": asked}, status=422 if asked.errors else 200)
    if request.method == "POST":
        form = MailboxForm(request.POST, account=None, teams=teams())
        preset = proposed(request.POST.get("address", ""))[1]
        return _posted(request, form, {"preset": preset})
    beginning, preset = proposed(asked.cleaned_data["address"])
    form = MailboxForm(account=None, teams=teams(), initial=beginning)
    return _page(request, form, {"preset": preset})


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def mailbox(request: StaffRequest, pk: int) -> HttpResponse:
    """One mailbox."""
    account = _mailbox(pk)
    form = MailboxForm(request.POST if request.method == "POST" else None, account=account, teams=teams())
    return _posted(request, form, {}) if form.is_bound else _page(request, form, {})


def _page(request: StaffRequest, form: MailboxForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"form": form, "account": form.account, "findings": None, "preset": None, **more}
    if form.account is not None:
        context["sent"] = self_mail.state_of(form.account)
    if request.headers.get("HX-Request") and request.POST.get("do") == "test":
        return block(request, "channels/mailbox.html", "findings", context)
    return render(request, "channels/mailbox.html", context, status=status)


def _posted(request: StaffRequest, form: MailboxForm, more: dict[str, Any]) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, more, 422)
    if request.POST.get("do") == "test":
        fetching, sending = form.servers()
        findings = trial.tried(fetching, sending, address=form.cleaned_data["address"])
        form.keep_password()
        return _page(request, form, {**more, "findings": findings})
    try:
        if form.account is None:
            account = mailboxes.add(form.wanted(), by=request.user)
            messages.success(request, _("The mailbox was added. Fetching begins within seconds."))
        else:
            account = mailboxes.change(form.account, form.wanted(), by=request.user, seen=form.cleaned_data["seen"])
            messages.success(request, _("Saved."))
    except ValidationError as fault:
        return _refused(request, form, more, fault)
    return redirect("channels:mailbox", pk=account.pk)


def _refused(request: StaffRequest, form: MailboxForm, more: dict[str, Any], fault: ValidationError) -> HttpResponse:
    """The form again: the name is taken, or somebody else was quicker; then saving once more is a decision."""
    if fault.code == "changed" and form.account is not None:
        now = _mailbox(form.account.pk)
        form.keep_password()
        theirs = contest(form, values_of(now), mark=mailboxes.mark(now), what="mailbox.", target=now.name)
        return _page(request, form, {**more, "theirs": theirs}, 409)
    form.add_error("name" if form.account is None else None, fault)
    return _page(request, form, more, 422)


@require_POST
@for_admins
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop, or begin again."""
    account, active = _mailbox(pk), request.POST.get("active") == "1"
    mailboxes.pause(account, active=active, by=request.user)
    messages.success(
        request,
        _("The mailbox is being fetched again.") if active else _("The mailbox rests. Nothing is fetched from it."),
    )
    return redirect("channels:mailbox", pk=pk)


@require_POST
@for_admins
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it away, when the word was typed that says so."""
    account = _mailbox(pk)
    if request.POST.get("name", "").strip() != account.name:
        messages.error(request, _("The mailbox was not removed: its name was not typed as it stands above."))
        return redirect("channels:mailbox", pk=pk)
    mailboxes.remove(account, by=request.user)
    messages.success(request, _("The mailbox was removed. What came through it stays."))
    return redirect("channels:mailboxes")


@require_POST
@for_admins
def send_self(request: StaffRequest, pk: int) -> HttpResponse:
    """A mail that leaves by the mailbox's server and comes back through it as the person's own request."""
    account = _mailbox(pk)
    try:
        self_mail.send(account, by=request.user)
    except TransportError as trouble:
        messages.error(request, _("The mail could not be sent: %(error)s") % {"error": trouble})
    else:
        messages.success(request, _("The mail has left. It should come in within a minute."))
    return redirect("channels:mailbox", pk=pk)


@require_safe
@for_admins
def arrival(request: StaffRequest, pk: int) -> HttpResponse:
    """Whether the mail to oneself has come in, asked again and again by the page."""
    account = _mailbox(pk)
    context = {"account": account, "sent": self_mail.state_of(account), "form": None}
    return block(request, "channels/mailbox.html", "arrival", context)
