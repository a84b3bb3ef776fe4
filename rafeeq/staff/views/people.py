"""Who works here: the list, one person, closing and opening an account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.staff import links, queries
from rafeeq.staff.actions import passwords
from rafeeq.staff.actions import people as actions
from rafeeq.staff.actions.seats import change_seat
from rafeeq.staff.doors import StaffRequest, for_admins, for_managers
from rafeeq.staff.forms import PersonForm
from rafeeq.staff.forms.departments import SeatForm
from rafeeq.staff.models import Role, User
from rafeeq.staff.queries import seats
from rafeeq.staff.rules import may_administer


@require_safe
@for_managers
def people(request: StaffRequest) -> HttpResponse:
    """Everybody, and the invitations that wait. Only administrators see what can be changed."""
    asked = {"words": request.GET.get("q", "")[:100].strip(), "closed": request.GET.get("closed") == "1"}
    role = request.GET.get("role", "")
    administers = may_administer(request.user.role)
    waiting = [] if asked["closed"] else list(queries.open_invitations())
    context = {
        "people": queries.directory(role=role if role in Role.values else "", **asked),  # type: ignore[arg-type]
        "invitations": waiting,
        "invitation_links": {row.pk: links.invitation_link(row) for row in waiting} if administers else {},
        "administers": administers,
        "roles": Role.choices,
        "role": role,
        "now": timezone.now(),
        **asked,
    }
    return render(request, "staff/people.html", context)


@require_http_methods(["GET", "POST"])
@for_admins
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: name, role, branch, teams."""
    who = _found(pk)
    form = _form(who, request.POST or None)
    if request.method == "POST" and form.is_valid():
        named = {name: form.cleaned_data[name] for name in ("name", "role")}
        try:
            actions.change(who, **named, **form.place(), by=request.user)
        except ValidationError as fault:
            form.add_error("role", fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:people")
    return _page(request, who, form)


@require_POST
@for_admins
def seat(request: StaffRequest, pk: int) -> HttpResponse:
    """What this person can be given: department, skills, languages, how much."""
    who = _found(pk)
    form = _seat_form(who, request.POST)
    if not form.is_valid():
        return _page(request, who, None, form)
    change_seat(who, **form.entered(), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("staff:person", pk)


@require_POST
@for_admins
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an account or open it again."""
    who = _found(pk)
    try:
        if request.POST.get("state") == "open":
            actions.open_again(who, by=request.user)
            messages.success(request, _("%(name)s can sign in again.") % {"name": who.name})
        else:
            actions.close(who, by=request.user)
            messages.success(
                request, _("%(name)s can no longer sign in, and is signed out everywhere.") % {"name": who.name}
            )
    except actions.LastAdministrator as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect("staff:person", pk)


@require_POST
@for_admins
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    """Send this person a link for a new password."""
    who = _found(pk)
    passwords.ask_for_reset(who.email, language=who.language)
    messages.success(request, _("A link for a new password is on its way to %(email)s.") % {"email": who.email})
    return redirect("staff:person", pk)


@require_POST
@for_admins
def second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove the second step of somebody who lost it."""
    who = _found(pk)
    if actions.remove_second_factor(who, by=request.user):
        messages.success(request, _("The second step of %(name)s is removed.") % {"name": who.name})
    return redirect("staff:person", pk)


def _found(pk: int) -> User:
    who = queries.anyone(pk)
    if who is None:
        raise Http404
    return who


def _form(who: User, sent: QueryDict | None = None) -> PersonForm:
    first = {
        "name": who.name,
        "role": who.role,
        "branch": who.branch_id,
        "teams": list(who.teams.values_list("pk", flat=True)),
    }
    return PersonForm(sent, initial=first, branches=queries.branches(), teams=queries.teams())


def _seat_form(who: User, sent: QueryDict | None = None) -> SeatForm:
    return SeatForm(sent, seat=seats.seat_of(who), departments=seats.departments(), skills=seats.skills())


def _page(request: StaffRequest, who: User, form: PersonForm | None, seat_form: SeatForm | None = None) -> HttpResponse:
    form, seat_form = form or _form(who), seat_form or _seat_form(who)
    context = {"form": form, "seat": seat_form, "who": who, "second_factor": queries.has_second_factor(who)}
    return render(request, "staff/person.html", context, status=422 if form.errors or seat_form.errors else 200)
