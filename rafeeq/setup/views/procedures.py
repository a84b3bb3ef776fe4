"""Procedures: the list with what waits for an answer, one to write with the linter beside it, its versions."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.knowledge.actions import calm as calming
from rafeeq.knowledge.actions import procedures as actions
from rafeeq.knowledge.models import Procedure
from rafeeq.knowledge.queries import procedures as queries
from rafeeq.knowledge.rules.procedures import StepWords, differences
from rafeeq.lib.arabic_linter import lint_steps
from rafeeq.lib.text import whole_number
from rafeeq.setup import procedure_words as words
from rafeeq.setup.forms.procedures import ProcedureForm, arranged, steps_sent, values_of, with_locks
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.staff.queries import branch as branch_of
from rafeeq.staff.queries import branches
from rafeeq.system.forms import contest

Row = TypeVar("Row")


@require_safe
@for_managers
def procedures(request: StaffRequest) -> HttpResponse:
    """Every procedure with its copies; before them what waits for somebody to act."""
    rows = list(queries.procedures())
    central = [row for row in rows if row.parent_id is None]
    context = {
        "procedures": [(row, [copy for copy in rows if copy.parent_id == row.pk]) for row in central],
        "faults": queries.open_faults(request.user)[:50],
        "tasks": queries.unwritten()[:20],
        "has_calm": any(row.is_calm for row in central),
        "calm_rests": queries.calm_procedure() is not None,
        "now": timezone.now(),
    }
    return render(request, "setup/procedures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def new_procedure(request: StaffRequest) -> HttpResponse:
    """One more: its name, for which reasons, and who keeps it; the steps come next."""
    asked = {"reasons": [request.GET["reason"]]} if request.GET.get("reason", "").isdecimal() else {}
    form = ProcedureForm(
        request.POST if request.method == "POST" else None, row=None, initial=asked | {"owner": request.user.pk}
    )
    if form.is_valid():
        entered = form.cleaned_data
        try:
            row = actions.make(
                by=request.user, name=entered["name"], reasons=form.reasons_chosen(), owner=entered["owner"]
            )
        except actions.ReasonTaken as taken:
            form.add_error("reasons", _taken(taken))
        else:
            return redirect("settings:procedure", row.pk)
    return render(request, "setup/procedure_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def procedure(request: StaffRequest, pk: int) -> HttpResponse:
    """One procedure: what is being written; `?version=` one that was published."""
    row = _procedure(pk)
    if (number := whole_number(request.GET.get("version", ""))) is not None:
        return _version(request, row, number)
    if request.method != "POST":
        return _editor(request, row, _form(row), _steps(row) or [StepWords(actions.new_key(), "")])
    do = request.POST.get("do", "save")[:20]
    if do == "retire":
        actions.retire(row, by=request.user)
        messages.success(request, _("The procedure was taken out of use. What was done by it stays told."))
        return redirect("settings:procedures")
    return _copied(request, row) if do == "copy" else _written(request, row, do)


def _copied(request: StaffRequest, row: Procedure) -> HttpResponse:
    branch = branch_of(whole_number(request.POST.get("branch", "")) or 0)
    if branch is None:
        raise Http404
    try:
        return redirect("settings:procedure", actions.copy_for(row, branch, by=request.user).pk)
    except actions.CopyExists:
        messages.error(request, _("This branch has a copy already, or there is no published version to copy."))
        return redirect("settings:procedure", row.pk)


def _written(request: StaffRequest, row: Procedure, do: str) -> HttpResponse:
    """Save what was written, arranged as asked; publish it where that was asked."""
    form = _form(row, request.POST)
    sent = steps_sent(request.POST, _steps(row))
    if row.parent is not None:
        sent = with_locks(sent, queries.words_of(queries.newest(row.parent)))
    steps, place = arranged(sent, do)
    if not form.is_valid():
        return _editor(request, row, form, steps, status=422)
    entered = form.cleaned_data
    try:
        actions.write(
            row, by=request.user, name=entered["name"], reasons=form.reasons_chosen(), owner=entered["owner"],
            words=form.words(), steps=steps, seen=entered["seen"],
        )  # fmt: skip
        if do == "publish":
            actions.publish(row, by=request.user, applies_from=_begins(entered["begins"]))
    except actions.ReasonTaken as taken:
        form.add_error("reasons", _taken(taken))
    except actions.LockedStep as locked:
        said = _("The central procedure has locked the step “%(step)s”: a branch can neither change nor move it.")
        form.add_error(None, said % {"step": locked.step.text})
    except actions.Lacking as lacking:
        for said in words.lacking(lacking.args[0]):
            form.add_error(None, said)
        return _editor(request, row, _with_mark(form, row), steps, status=422)
    except actions.Changed:
        return _contested(request, row, form, steps)
    else:
        messages.success(request, _("The version is published.") if do == "publish" else _("The draft is saved."))
        return redirect(reverse("settings:procedure", args=[row.pk]) + (f"#step-{place}" if do != "save" else ""))
    return _editor(request, row, form, steps, status=422)


def _with_mark(form: ProcedureForm, row: Procedure) -> ProcedureForm:
    """The form after its draft was saved, although it could not be published."""
    contest(form, {}, mark=actions.mark(row), what="procedure.", target="")
    return form


def _contested(request: StaffRequest, row: Procedure, form: ProcedureForm, steps: Sequence[StepWords]) -> HttpResponse:
    row = _procedure(row.pk)
    version = queries.draft_of(row) or queries.newest(row)
    target = f"{row.pk} {row.name}"
    theirs = contest(form, values_of(row, version), mark=actions.mark(row), what="procedure.", target=target)
    return _editor(request, row, form, steps, status=409, contested=theirs, theirs=differences(_steps(row), steps))


def _editor(
    request: StaffRequest,
    row: Procedure,
    form: ProcedureForm,
    steps: Sequence[StepWords],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    published, draft = queries.newest(row), queries.draft_of(row)
    _whole, found = lint_steps([(step.text, step.why, step.need) for step in steps])
    copies = queries.copies_of(row)
    context = {
        "procedure": row,
        "form": form,
        "steps": [(step, words.advice(advice)) for step, advice in zip(steps, found, strict=True)],
        "too_many": words.too_many(len(steps)),
        "named": [one.name for one in row.reasons.all()],
        "has_draft": draft is not None,
        "published": published,
        "versions": queries.versions_of(row),
        "changes": differences(queries.words_of(published), steps) if published and draft else (),
        "from_central": differences(queries.words_of(queries.newest(row.parent)), steps) if row.parent else (),
        "change_words": words.CHANGES,
        "copies": copies,
        "branches": [one for one in branches() if one.pk not in {copy.branch_id for copy in copies}],
        "contested": None,
        "theirs": (),
    }
    return render(request, "setup/procedure.html", context | more, status=status)


def _version(request: StaffRequest, row: Procedure, number: int) -> HttpResponse:
    version = queries.version_of(row, number)
    if version is None:
        raise Http404
    before = queries.version_of(row, number - 1)
    context = {
        "procedure": row,
        "version": version,
        "steps": queries.words_of(version),
        "changes": differences(queries.words_of(before), queries.words_of(version)) if before else (),
        "change_words": words.CHANGES,
    }
    return render(request, "setup/procedure_version.html", context)


@require_POST
@for_managers
def fault(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer what somebody found wrong with a step."""
    row = _or_404(queries.open_fault(request.user, pk))
    try:
        actions.settle_fault(row, by=request.user, answer=request.POST.get("answer", ""))
    except ValueError:
        return _back(request, messages.ERROR, _("Say what became of it: who found it reads your answer."))
    return _back(request, messages.SUCCESS, _("Your answer is kept."))


@require_POST
@for_managers
def task(request: StaffRequest, pk: int) -> HttpResponse:
    """Set aside that a reason has no procedure."""
    row = _or_404(queries.task(pk))
    try:
        actions.set_aside(row, by=request.user, why=request.POST.get("why", ""))
    except ValueError:
        return _back(request, messages.ERROR, _("Say why this reason needs no procedure."))
    return _back(request, messages.SUCCESS, _("It is set aside, with your reason."))


def _back(request: StaffRequest, level: int, said: str) -> HttpResponse:
    """To the list again, which says what came of it."""
    messages.add_message(request, level, said)
    return redirect("settings:procedures")


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


@require_POST
@for_managers
def calm(request: StaffRequest) -> HttpResponse:
    """Take the procedure for angry customers as it is delivered, to change it."""
    return redirect("settings:procedure", calming.in_use(by=request.user).pk)


def _procedure(pk: int) -> Procedure:
    row = _or_404(queries.procedure(pk))
    if not row.is_active:
        raise Http404
    return row


def _form(row: Procedure, entered: Any = None) -> ProcedureForm:
    return ProcedureForm(entered, row=row, version=queries.draft_of(row) or queries.newest(row))


def _steps(row: Procedure) -> list[StepWords]:
    return queries.words_of(queries.draft_of(row) or queries.newest(row))


def _taken(taken: actions.ReasonTaken) -> str:
    said = _("“%(reason)s” has a procedure already: “%(procedure)s”.")
    return said % {"reason": taken.args[0], "procedure": taken.args[1]}


def _begins(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
