"""What articles share: the values they say, and the shelves they stand on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rafeeq.knowledge.actions import variables as actions
from rafeeq.knowledge.models import Topic, Variable
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.queries import variables as values
from rafeeq.library.doors import keepers
from rafeeq.library.forms import TopicForm, VariableForm
from rafeeq.staff.doors import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def variables(request: StaffRequest) -> HttpResponse:
    """Every value in one place; a changed one is written into every article that says it."""
    form = VariableForm(request.POST if request.method == "POST" else None, initial={"key": request.GET.get("key", "")})
    if form.is_valid() and _kept(request, None, form):
        return redirect("knowledge:variables")
    context = {"rows": values.variables(), "form": form}
    return render(request, "library/variables.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def variable(request: StaffRequest, pk: int) -> HttpResponse:
    """One value, and what says it."""
    row = _variable(pk)
    form = VariableForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_valid() and _kept(request, row, form):
        return redirect("knowledge:variables")
    context = {"row": row, "form": form, "saying": values.saying(row)}
    return render(request, "library/variable.html", context, status=422 if form.errors else 200)


@require_POST
@keepers
def remove_variable(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a value that nothing says."""
    row = _variable(pk)
    try:
        actions.remove_variable(row, by=request.user)
    except actions.StillSaid:
        messages.error(request, _("Articles still say this value. Change them first."))
        return redirect("knowledge:variable", pk)
    messages.success(request, _("The value is gone."))
    return redirect("knowledge:variables")


def _kept(request: StaffRequest, row: Variable | None, form: VariableForm) -> bool:
    entered = form.cleaned_data
    try:
        actions.save_variable(row, by=request.user, **entered)
    except actions.BadKey:
        form.add_error("key", _("A key is made of letters, digits and underscores, joined by dots."))
        return False
    except actions.Taken:
        form.add_error("key", _("There is a value of this key already."))
        return False
    messages.success(request, _("The value is saved. Articles that say it are written anew within a minute."))
    return True


def _variable(pk: int) -> Variable:
    row = values.variable(pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def topics(request: StaffRequest) -> HttpResponse:
    """The shelves."""
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.save_topic(None, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("knowledge:topics")
    context = {"rows": queries.topics_counted(), "form": form}
    return render(request, "library/topics.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def topic(request: StaffRequest, pk: int) -> HttpResponse:
    """One shelf."""
    row = queries.topic(pk)
    if row is None:
        raise Http404
    form = TopicForm(request.POST if request.method == "POST" else None, initial=_values(row))
    if form.is_valid():
        actions.save_topic(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("knowledge:topics")
    return render(request, "library/topic.html", {"row": row, "form": form}, status=422 if form.errors else 200)


def _values(row: Topic) -> dict[str, object]:
    return {"name": row.name, "name_en": row.name_en, "position": row.position, "is_active": row.is_active}
