"""Departments and skills: managers arrange them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.staff.actions import departments as actions
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.forms.departments import DepartmentForm, SkillForm
from rafeeq.staff.models import Department, Skill
from rafeeq.staff.queries import people, seats
from rafeeq.staff.queries.calendars import calendars


@require_safe
@for_managers
def departments(request: StaffRequest) -> HttpResponse:
    """Every department, and every skill."""
    return _page(request, SkillForm())


@require_http_methods(["GET", "POST"])
@for_managers
def new_department(request: StaffRequest) -> HttpResponse:
    """The form for a new one."""
    form = DepartmentForm(request.POST or None, people=people(), departments=seats.departments(), calendars=calendars())
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_department(**form.entered(), by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The department is made."))
            return redirect("staff:departments")
    context = {"form": form, "department": None}
    return render(request, "staff/department.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_managers
def department(request: StaffRequest, pk: int) -> HttpResponse:
    """One department."""
    found = _department(pk)
    first = {
        "name": found.name,
        "head": found.head_id,
        "above": found.above_id,
        "calendar": found.calendar_id,
    }
    others = seats.departments().exclude(pk=pk)
    form = DepartmentForm(
        request.POST or None, initial=first, people=people(), departments=others, calendars=calendars()
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_department(found, **form.entered(), by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:departments")
    context = {"form": form, "department": _department(pk)}
    return render(request, "staff/department.html", context, status=422 if form.errors else 200)


@require_POST
@for_managers
def dissolve_department(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody is asked there any more."""
    try:
        actions.dissolve_department(_department(pk), by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("staff:department", pk)
    messages.success(request, _("The department is dissolved."))
    return redirect("staff:departments")


@require_POST
@for_managers
def new_skill(request: StaffRequest) -> HttpResponse:
    """One more skill."""
    form = SkillForm(request.POST)
    if form.is_valid():
        try:
            actions.make_skill(name=form.cleaned_data["name"], by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The skill is added."))
            return redirect("staff:departments")
    return _page(request, form)


@require_http_methods(["GET", "POST"])
@for_managers
def skill(request: StaffRequest, pk: int) -> HttpResponse:
    """One skill: its name."""
    found = _skill(pk)
    form = SkillForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_skill(found, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:departments")
    return render(request, "staff/skill.html", {"form": form, "skill": _skill(pk)}, status=422 if form.errors else 200)


@require_POST
@for_managers
def remove_skill(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody has it any more."""
    try:
        actions.remove_skill(_skill(pk), by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("staff:skill", pk)
    messages.success(request, _("The skill is removed."))
    return redirect("staff:departments")


def _page(request: StaffRequest, form: SkillForm) -> HttpResponse:
    context = {"departments": seats.departments(), "skills": seats.skills(), "form": form}
    return render(request, "staff/departments.html", context, status=422 if form.errors else 200)


def _department(pk: int) -> Department:
    found = seats.department(pk)
    if found is None:
        raise Http404
    return found


def _skill(pk: int) -> Skill:
    found = seats.skill(pk)
    if found is None:
        raise Http404
    return found
