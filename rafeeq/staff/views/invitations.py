"""Invite people; the page behind an invitation's link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.staff import links, queries
from rafeeq.staff.actions import invitations
from rafeeq.staff.doors import StaffRequest, for_admins
from rafeeq.staff.forms import InvitationForm, WelcomeForm


@require_http_methods(["GET", "POST"])
@for_admins
def invite(request: StaffRequest) -> HttpResponse:
    """The form for a new invitation."""
    first = {"role": "agent", "branch": request.user.branch_id, "language": request.LANGUAGE_CODE}
    form = InvitationForm(request.POST or None, initial=first, branches=queries.branches(), teams=queries.teams())
    if request.method == "POST" and form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ("email", "name", "role", "language")}
        try:
            made = invitations.invite(**entered, **form.place(), by=request.user)
        except ValidationError as fault:
            form.add_error("email", fault)
        else:
            messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": made.name})
            return redirect("staff:people")
    return render(request, "staff/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@for_admins
def renew(request: StaffRequest, pk: int) -> HttpResponse:
    """Send an invitation anew."""
    invitation = queries.open_invitation(pk)
    if invitation is None:
        raise Http404
    if invitations.renew(invitation, by=request.user):
        messages.success(
            request, _("The invitation is sent anew and holds for seven days. Earlier links no longer work.")
        )
    return redirect("staff:people")


@require_POST
@for_admins
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = queries.open_invitation(pk)
    if invitation is None:
        raise Http404
    if invitations.withdraw(invitation, by=request.user):
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("staff:people")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation: name and password, and in."""
    invitation = links.invitation_behind(secret)
    if invitation is None:
        return render(request, "staff/link_over.html", {"what": "invitation"}, status=404)
    form = WelcomeForm(request.POST or None, initial={"name": invitation.name}, label_suffix="")
    form.person = invitations.expected(invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(invitation, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            if user is None:
                return render(request, "staff/link_over.html", {"what": "invitation"}, status=404)
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            with override(user.language or request.LANGUAGE_CODE):
                messages.success(request, _("Welcome, %(name)s.") % {"name": user.name})
            return redirect("home")
    context = {"form": form, "invitation": invitation}
    return render(request, "staff/welcome.html", context, status=422 if form.errors else 200)
