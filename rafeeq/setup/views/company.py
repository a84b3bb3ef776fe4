"""The company and how it is read: name, logo, colour, languages, help centre, kinds, retention."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.knowledge.queries.offers import deflected
from rafeeq.setup import actions
from rafeeq.setup.forms import company as forms
from rafeeq.setup.views.arranging import arranged
from rafeeq.staff.doors import StaffRequest, for_admins, for_managers
from rafeeq.system.queries import entries_about

READ_OR_SAVE = ["GET", "HEAD", "POST"]
SPARED_OVER = timedelta(days=90)


@require_http_methods(READ_OR_SAVE)
@for_admins
def company(request: StaffRequest) -> HttpResponse:
    """Name, colour and sender."""
    form = forms.CompanyForm(request.POST if request.method == "POST" else None)
    return arranged(
        request, "setup/company.html", form, done="settings:company", context={"logo_form": forms.LogoForm()}
    )


@require_POST
@for_admins
def logo(request: StaffRequest) -> HttpResponse:
    """A new logo, or none."""
    if "remove" in request.POST:
        actions.set_logo(None, by=request.user)
        messages.success(request, _("The logo was taken away."))
        return redirect("settings:company")
    form = forms.LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"form": forms.CompanyForm(), "logo_form": form, "contested": []}
        return render(request, "setup/company.html", context, status=422)
    actions.set_logo(form.cleaned_data["logo"], by=request.user)
    messages.success(request, _("The logo was saved."))
    return redirect("settings:company")


@require_http_methods(READ_OR_SAVE)
@for_admins
def languages(request: StaffRequest) -> HttpResponse:
    """Languages, digits, calendar, time zone."""
    form = forms.LanguagesForm(request.POST if request.method == "POST" else None)
    return arranged(request, "setup/languages.html", form, done="settings:languages", context={"now": timezone.now()})


@require_http_methods(READ_OR_SAVE)
@for_managers
def help_centre(request: StaffRequest) -> HttpResponse:
    """The welcome and the notice for all visitors."""
    form = forms.HelpCentreForm(request.POST if request.method == "POST" else None)
    context = {"spared": deflected(timezone.now() - SPARED_OVER)}
    return arranged(request, "setup/help_centre.html", form, done="settings:help_centre", context=context)


@require_http_methods(READ_OR_SAVE)
@for_managers
def kinds(request: StaffRequest) -> HttpResponse:
    """The kinds on the customers' form."""
    form = forms.KindsForm(request.POST if request.method == "POST" else None)
    return arranged(request, "setup/kinds.html", form, done="settings:kinds")


@require_http_methods(READ_OR_SAVE)
@for_admins
def retention(request: StaffRequest) -> HttpResponse:
    """How long bytes are kept, and what has been let go."""
    form = forms.RetentionForm(request.POST if request.method == "POST" else None)
    context = {"applied": entries_about("retention.applied")}
    return arranged(request, "setup/retention.html", form, done="settings:retention", context=context)
