"""One's own account: name and reading, password, where one is signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.staff import queries
from rafeeq.staff.actions import account as actions
from rafeeq.staff.actions import passwords, sign_ins
from rafeeq.staff.actions.presence import set_taking
from rafeeq.staff.doors import StaffRequest, own
from rafeeq.staff.forms import AccountForm, ChangePasswordForm
from rafeeq.staff.queries.seats import is_taking
from rafeeq.staff.rules import device_name
from rafeeq.staff.second_factor import passkeys_possible
from rafeeq.ui.choices import THEME_COOKIE

FIELDS = ("name", "language", "digits", "calendar", "theme", "signature")


@require_http_methods(["GET", "POST"])
@own
def account(request: StaffRequest) -> HttpResponse:
    """Name, language, digits, calendar, theme, signature."""
    user = request.user
    form = AccountForm(request.POST or None, initial={name: getattr(user, name) for name in FIELDS}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        actions.change_own(user, **form.cleaned_data)
        with override(form.cleaned_data["language"] or request.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        saved = redirect("staff:account")
        saved.delete_cookie(THEME_COOKIE)  # or what this device chose before would hide what was just chosen
        return saved
    context = {"form": form, "taking": is_taking(user)}
    return render(request, "staff/account.html", context, status=422 if form.errors else 200)


@require_POST
@own
def taking(request: StaffRequest) -> HttpResponse:
    """One's own switch: new requests are given to me, or I am on a break."""
    taken = request.POST.get("taking") == "yes"
    set_taking(request.user, is_taking=taken)
    if request.headers.get("HX-Request"):
        return render(request, "ui/taking.html", {"taking": taken})
    messages.success(
        request, _("You take new requests.") if taken else _("You are on a break: nothing new is given to you.")
    )
    return redirect("staff:account")


@require_safe
@own
def security(request: StaffRequest) -> HttpResponse:
    """How one signs in, and where one is signed in."""
    here = request.session.session_key
    found = [(row, device_name(row.user_agent), row.session_key == here) for row in queries.sign_ins_of(request.user)]
    context = {
        "sign_ins": found,
        "others": sum(not is_here for _row, _device, is_here in found),
        "owes": queries.owes_second_factor(request.user),
        "passkeys_possible": passkeys_possible(),
        **queries.second_factors(request.user),
    }
    return render(request, "staff/security.html", context)


@require_safe
@own
def to_security(request: StaffRequest) -> HttpResponse:
    """Where the library thinks its lists are: they stand on one page with the rest."""
    return redirect("staff:security")


@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "POST"])
@own
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; every other session ends."""
    form = ChangePasswordForm(request.POST or None, label_suffix="")
    form.person, form.request = request.user, request
    if request.method == "POST" and form.is_valid():
        passwords.change(request.user, password=form.cleaned_data["password"], keep=request.session.session_key or "")
        before = request.session.session_key or ""
        update_session_auth_hash(request, request.user)
        sign_ins.follow(before, request.session.session_key or "")
        messages.success(request, _("The new password holds from now on. Other devices are signed out."))
        return redirect("staff:security")
    return render(request, "staff/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@own
def end_sign_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign one browser out."""
    found = queries.sign_ins_of(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    sign_ins.end(found)
    if found.session_key == request.session.session_key:
        request.session.flush()
        return redirect("account_login")
    messages.success(request, _("This device is signed out."))
    return redirect("staff:security")


@require_POST
@own
def end_others(request: StaffRequest) -> HttpResponse:
    """Sign every other browser out."""
    sign_ins.end_all(request.user, but=request.session.session_key or "")
    messages.success(request, _("All other devices are signed out."))
    return redirect("staff:security")
