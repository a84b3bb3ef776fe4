"""Reasons as a tree, and tags with how many requests wear them."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.lib.text import whole_number
from rafeeq.setup.forms.sorting import ReasonForm, TagForm, values_of
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.system.forms import contest
from rafeeq.tickets.actions import catalogue as actions
from rafeeq.tickets.models import Reason, Tag
from rafeeq.tickets.queries import catalogue as queries
from rafeeq.ui.numbers import number

COUNTED_DAYS = 30


@require_safe
@for_managers
def reasons(request: StaffRequest) -> HttpResponse:
    """The tree, with what has come lately for each."""
    tree = queries.boughs(timezone.now() - timedelta(days=COUNTED_DAYS))
    return render(request, "setup/reasons.html", {"tree": tree, "days": COUNTED_DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def new_reason(request: StaffRequest) -> HttpResponse:
    """One more reason; `?parent=` says where."""
    beginning = {"parent": whole_number(request.GET.get("parent", "")), "is_active": True}
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, reason=None, tree=queries.reason_tree(), initial=beginning)
    return _reason_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def reason(request: StaffRequest, pk: int) -> HttpResponse:
    """One reason."""
    row = queries.reason(pk)
    if row is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    return _reason_page(request, ReasonForm(data, reason=row, tree=queries.reason_tree()), row)


def _reason_page(request: StaffRequest, form: ReasonForm, row: Reason | None) -> HttpResponse:
    status, theirs = 422 if form.errors else 200, None
    if form.is_valid():
        entered = form.cleaned_data
        parent = queries.reason(entered["parent"]) if entered["parent"] else None
        try:
            actions.save_reason(row, by=request.user, **(entered | {"parent": parent}))
        except ValidationError as fault:
            status = 422
            if fault.code == "changed" and row is not None:
                now = queries.reason(row.pk) or row
                status = 409
                target = f"{now.pk} {now.name}"
                theirs = contest(form, values_of(now), mark=actions.mark(now), what="reason.", target=target)
            else:
                form.add_error(fault.code if fault.code in form.fields else None, fault.messages[0])
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:reasons")
    return render(request, "setup/reason.html", {"form": form, "reason": row, "theirs": theirs}, status=status)


@require_safe
@for_managers
def tags(request: StaffRequest) -> HttpResponse:
    """A page of tags, or those that were searched for."""
    words, after = (request.GET.get(name, "").replace("\0", "")[:100] for name in ("q", "after"))
    page, next_after = queries.tags(words=words.strip(), after=after)
    return render(request, "setup/tags.html", {"tags": page, "words": words, "next_after": next_after, "after": after})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def tag(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename one tag; a taken name asks first whether the two shall become one."""
    row = _tag(pk)
    form = TagForm(request.POST if request.method == "POST" else None, initial={"name": row.name})
    other = None
    if form.is_valid():
        name = form.cleaned_data["name"]
        other = queries.tag_named(name) if name != row.name else None
        if other is None or request.POST.get("merge") == str(other.pk):
            actions.rename_tag(row, name=name, by=request.user)
            messages.success(request, _("The two tags are one now.") if other else _("Saved."))
            return redirect("settings:tags")
    status = 409 if other else 422 if form.errors else 200
    return render(request, "setup/tag.html", {"form": form, "tag": row, "other": other}, status=status)


@require_POST
@for_managers
def remove_tag(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it off every request."""
    count = actions.remove_tag(_tag(pk), by=request.user)
    said = ngettext(
        "The tag was removed from %(count)s request.", "The tag was removed from %(count)s requests.", count
    )
    messages.success(request, said % {"count": number(count)})
    return redirect("settings:tags")


def _tag(pk: int) -> Tag:
    row = queries.tag(pk)
    if row is None:
        raise Http404
    return row
