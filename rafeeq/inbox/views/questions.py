"""The page of a light seat: what colleagues ask of this person or their department, and the answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rafeeq.flows import asking_inside as flow
from rafeeq.inbox.actions.notices import mark_asked_read
from rafeeq.inbox.hand_forms import AnswerInsideForm
from rafeeq.inbox.queries.questions import lately_settled, question_for, questions_put_to, summary_of
from rafeeq.inbox.rules import place, read_place
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.tickets.actions.asked_inside import NotOpen
from rafeeq.tickets.models import InternalQuestion
from rafeeq.tickets.queries import sees
from rafeeq.tickets.queries.asked_inside import is_open


@require_safe
@of_staff
def questions(request: StaffRequest) -> HttpResponseBase:
    """The open questions, the oldest due first."""
    before = read_place(request.GET.get("after", ""))
    rows, more = questions_put_to(request.user, before=before)
    context = {
        "questions": rows,
        "more": f"?after={place(rows[-1].by, rows[-1].pk)}" if more else "",
        "now": timezone.now(),
        "settled": [] if before else lately_settled(request.user),
    }
    return render(request, "inbox/colleagues_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff
def question(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One question with as much of the matter as it needs; the answer to it."""
    asked = _asked(request, pk)
    if request.method != "POST":
        mark_asked_read(request.user, asked)
        return _page(request, asked)
    return _answered(request, asked, passed_back=False)


@require_POST
@of_staff
def passing_back(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Not ours to answer: back to who asked, with the reason."""
    return _answered(request, _asked(request, pk), passed_back=True)


def _asked(request: StaffRequest, pk: int) -> InternalQuestion:
    found = question_for(request.user, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _answered(request: StaffRequest, asked: InternalQuestion, *, passed_back: bool) -> HttpResponse:
    form = AnswerInsideForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form)
    try:
        flow.answer(asked, by=request.user, text=form.cleaned_data["text"], passed_back=passed_back)
    except flow.NotAsked:
        form.add_error(None, _("This question is not put to you."))
        return _page(request, asked, form)
    except NotOpen:
        form.add_error(None, _("It has been answered or taken back meanwhile."))
        return _page(request, asked, form)
    messages.success(
        request, _("The question went back, with your reason.") if passed_back else _("Your answer has arrived.")
    )
    return redirect("inbox:questions")


def _page(request: StaffRequest, asked: InternalQuestion, form: AnswerInsideForm | None = None) -> HttpResponse:
    context = {
        "question": asked,
        "now": timezone.now(),
        "summary": summary_of(asked.ticket),
        "form": form or AnswerInsideForm(),
        "may_answer": is_open(asked) and flow.may_answer(asked, request.user),
        "sees_ticket": sees(request.user, asked.ticket_id),
    }
    return render(request, "inbox/question.html", context, status=422 if form else 200)
