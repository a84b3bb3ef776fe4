"""From a request: ask another department, or refer to somebody outside and follow it."""

from django.http import Http404, HttpResponseBase
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.flows import asking_inside as flow
from rafeeq.inbox import hand_forms as forms
from rafeeq.inbox.views.asked import ask_inside_form
from rafeeq.inbox.views.doors import StaffRequest, changes_ticket, done, refused
from rafeeq.inbox.views.ticket import page
from rafeeq.lib.text import without_nul
from rafeeq.staff.queries import person
from rafeeq.tickets.actions import asked_inside
from rafeeq.tickets.actions.asked_inside import NoDate, NotOpen
from rafeeq.tickets.models import Referral, Ticket
from rafeeq.tickets.queries.asked_inside import departments, question_of, referral_of

NO_DAY = gettext_lazy("Choose a day that has not come yet, within a year.")


@changes_ticket
def ask(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Put a question to a department, or to one person there."""
    form = ask_inside_form(request, ticket, request.POST)
    if not form.is_valid():
        return page(request, ticket, form)
    department_id, person_id = form.asked()
    department = departments().filter(pk=department_id).first()
    to = person(person_id) if person_id else None
    try:
        if department is None or (person_id and to is None):
            raise flow.NotThere
        flow.ask(ticket, by=request.user, department=department, to=to, text=form.cleaned_data["text"])
    except flow.NotThere:
        form.add_error("to", _("Nobody can be asked there about this request."))
        return page(request, ticket, form)
    said = _("%(department)s has been asked. The request stays with you.") % {"department": department.name}
    return done(request, ticket, said)


@changes_ticket
def withdrawal(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """Take a question back."""
    question = question_of(ticket, pk)
    if question is None:
        raise Http404
    try:
        asked_inside.withdraw(question, by=request.user)
    except NotOpen:
        return refused(request, ticket, _("It has been answered or taken back meanwhile."))
    return done(request, ticket, _("The question has been taken back."))


@changes_ticket
def refer(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Refer the customer to somebody outside, with our own day on which we ask again."""
    form = forms.ReferralForm(request.POST)
    if form.is_valid():
        try:
            flow.refer(ticket, by=request.user, **form.cleaned_data)
        except NoDate:
            form.add_error("day", NO_DAY)
        else:
            return done(request, ticket, _("The referral has been noted. On that day you are reminded to ask again."))
    return page(request, ticket, form)


@changes_ticket
def another_day(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """It was asked about; the next time is on this day."""
    referral = _referral(ticket, pk)
    try:
        day = parse_date(request.POST.get("day", ""))
    except ValueError:
        day = None
    try:
        flow.ask_again_on(referral, ticket, by=request.user, day=day)
    except NoDate:
        return refused(request, ticket, str(NO_DAY))
    except NotOpen:
        return refused(request, ticket, _("What came of it has been noted meanwhile."))
    return done(request, ticket, _("On that day you are reminded to ask again."))


@changes_ticket
def settlement(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """What came of a referral."""
    referral = _referral(ticket, pk)
    result = without_nul(request.POST.get("result", "")).strip()[:10_000]
    if not result:
        return refused(request, ticket, _("Write what came of it: the customer reads this."))
    try:
        asked_inside.settle(referral, by=request.user, result=result)
    except NotOpen:
        return refused(request, ticket, _("What came of it has been noted meanwhile."))
    return done(
        request, ticket, _("What came of it has been noted. The request stays open until the customer confirms.")
    )


def _referral(ticket: Ticket, pk: int) -> Referral:
    found = referral_of(ticket, pk)
    if found is None:
        raise Http404
    return found
