"""Macros: a list, and one to write."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.knowledge import actions, queries
from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.rules import PLACEHOLDERS
from rafeeq.setup.forms.macros import MacroForm, values_of
from rafeeq.staff.doors import StaffRequest, for_keepers_of_macros
from rafeeq.system.forms import contest


@require_safe
@for_keepers_of_macros
def macros(request: StaffRequest) -> HttpResponse:
    """Every macro in use, or those that hold the words."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    found = queries.found_macros(request.user, words, limit=500)
    context = {"macros": [(one, queries.may_write_macro(request.user, one)) for one in found], "words": words}
    return render(request, "setup/macros.html", context | {"may_share": queries.may_share(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers_of_macros
def new_macro(request: StaffRequest) -> HttpResponse:
    """One more."""
    return _page(request, _form(request, None), None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers_of_macros
def macro(request: StaffRequest, pk: int) -> HttpResponse:
    """One macro."""
    row = _macro(request, pk)
    form = _form(request, row)
    return _page(request, form, row)


def _form(request: StaffRequest, row: Macro | None) -> MacroForm:
    entered = request.POST if request.method == "POST" else None
    teams, may_share = queries.writable_teams(request.user), queries.may_share(request.user)
    return MacroForm(entered, macro=row, teams=teams, may_share=may_share)


def _page(request: StaffRequest, form: MacroForm, row: Macro | None) -> HttpResponse:
    status, theirs = 422 if form.errors else 200, None
    if form.is_valid():
        try:
            if _saved(request, form, row, form.entered()):
                return redirect("settings:macros")
            status = 422
        except actions.ChangedMeanwhile as meanwhile:
            now, status = meanwhile.now, 409
            target = f"{now.pk} {now.name}"
            theirs = contest(form, values_of(now), mark=actions.mark(now), what="macro.", target=target)
    context = {"form": form, "macro": row, "theirs": theirs, "places": PLACEHOLDERS}
    return render(request, "setup/macro.html", context, status=status)


def _saved(request: StaffRequest, form: MacroForm, row: Macro | None, entered: dict[str, object]) -> bool:
    try:
        actions.save_macro(row, by=request.user, **entered)  # type: ignore[arg-type]  # as the form has cleaned them
    except actions.NoWords:
        form.add_error("text_ar", _("A macro needs words in at least one language, or something that it does."))
    except actions.SaysSolved as said:
        form.add_error(
            None,
            _("These words call the request solved, which only the customer can say: “%(words)s”.")
            % {"words": said.args[0]},
        )
    except actions.UnknownPlaceholders as strange:
        places = pgettext("between the things of a list", ", ").join(strange.args[0])
        form.add_error(None, _("Nothing fills in these places: %(places)s") % {"places": places})
    except actions.MayNotWrite:
        form.add_error("team", _("This is not yours to write."))
    else:
        messages.success(request, _("Saved."))
        return True
    return False


@require_POST
@for_keepers_of_macros
def remove_macro(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it out of use."""
    actions.remove_macro(_macro(request, pk), by=request.user)
    messages.success(request, _("The macro was taken out of use."))
    return redirect("settings:macros")


def _macro(request: StaffRequest, pk: int) -> Macro:
    row = queries.macro_for(request.user, pk)
    if row is None:
        raise Http404
    if not queries.may_write_macro(request.user, row):
        raise PermissionDenied  # they use it, and others keep it
    return row
