"""What each role may see and do: a page made from the rules themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.staff import queries, rules, wording
from rafeeq.staff.actions import people as actions
from rafeeq.staff.doors import StaffRequest, for_admins, for_managers
from rafeeq.staff.models import Role


@require_safe
@for_managers
def roles(request: StaffRequest) -> HttpResponse:
    """The table of roles, and for which of them a second step is required."""
    context = {
        "roles": Role.choices,
        "about": wording.ROLES,
        "reach": {role: wording.REACH[rules.reach(role)] for role in Role.values},
        "may": [(wording.MAY[name], allowed) for name, allowed in rules.MAY.items()],
        "required": queries.roles_with_second_factor(),
        "administers": rules.may_administer(request.user.role),
        "counts": queries.people_by_role(),
    }
    return render(request, "staff/roles.html", context)


@require_POST
@for_admins
def second_factor(request: StaffRequest) -> HttpResponse:
    """For which roles a second step is required from now on."""
    actions.require_second_factor(request.POST.getlist("roles"), by=request.user)
    messages.success(request, _("Saved. Whoever lacks the second step is led to it now."))
    return redirect("staff:roles")
