"""Forgotten passwords: the same answer for everybody who asks, and a link that opens once."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rafeeq.staff import links
from rafeeq.staff.actions import passwords
from rafeeq.staff.forms import NewPasswordForm, ResetForm


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. What is answered does not tell whether anybody signs in with the address."""
    form = ResetForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        limited = ratelimit.consume_or_429(request, action="reset_password", key=email.lower())
        if limited is not None:
            return limited  # type: ignore[no-any-return]  # the library carries no types
        passwords.ask_for_reset(email, language=request.LANGUAGE_CODE)
        return render(request, "staff/reset_asked.html", {"email": email})
    return render(request, "staff/reset_ask.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a new password; signing in comes after, with the second factor where there is one."""
    permission = links.reset_behind(secret)
    if permission is None:
        return render(request, "staff/link_over.html", {"what": "reset"}, status=404)
    form = NewPasswordForm(request.POST or None, label_suffix="")
    form.person = permission.user
    if request.method == "POST" and form.is_valid():
        try:
            user = passwords.reset(permission, password=form.cleaned_data["password"])
        except ValidationError as fault:
            form.add_error("password", fault)
        else:
            if user is None:
                return render(request, "staff/link_over.html", {"what": "reset"}, status=404)
            messages.success(request, _("The new password holds from now on. Signing in is open."))
            return redirect("account_login")
    context = {"form": form, "user": permission.user}
    return render(request, "staff/reset_set.html", context, status=422 if form.errors else 200)
