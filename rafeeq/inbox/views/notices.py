"""What a person has been told: the bell, the list, and how it comes by mail."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rafeeq.inbox.actions.notices import choose_mail, mark_read
from rafeeq.inbox.models import NoticeMail
from rafeeq.inbox.queries.approvals import to_approve
from rafeeq.inbox.queries.devices import devices_of
from rafeeq.inbox.queries.notices import address_of, mail_choice, notice_of, page_of_notices, rules_of, unread
from rafeeq.inbox.rules import capped, place, read_place
from rafeeq.inbox.views.doors import StaffRequest, of_staff
from rafeeq.inbox.wording import NOTICED
from rafeeq.staff.queries.seats import is_taking
from rafeeq.staff.rules import device_name


@require_safe
@of_staff
def notices(request: StaffRequest) -> HttpResponseBase:
    """The notices, newest first."""
    rows, more = page_of_notices(request.user, before=read_place(request.GET.get("before", "")))
    context = {
        "notices": rows,
        "noticed": NOTICED,
        "rules": rules_of(rows),
        "older": f"?before={place(rows[-1].at, rows[-1].pk)}" if more else "",
        "mail": mail_choice(request.user),
        "choices_of_mail": NoticeMail.When.choices,
        **_devices(request),
        "some_unread": any(row.read_at is None for row in rows),
    }
    return render(request, "inbox/notices.html", context)


def _devices(request: StaffRequest) -> dict[str, object]:
    """The browsers that this person is told in: this one, and the others with their names."""
    found = devices_of(request.user)
    here = [one for one in found if one.sign_in.session_key == request.session.session_key]
    return {
        "device_here": here[0] if here else None,
        "other_devices": [(one, device_name(one.user_agent)) for one in found if one not in here],
    }


@require_safe
@of_staff
def bell(request: StaffRequest) -> HttpResponseBase:
    """The bell with the number of unread notices, and one's own switch beside it, for every page of the workspace."""
    waiting = unread(request.user)
    approve = to_approve(request.user)
    context = {
        "waiting": waiting, "shown": capped(waiting), "taking": is_taking(request.user),
        "to_approve": approve, "to_approve_shown": capped(approve),
    }  # fmt: skip
    return render(request, "inbox/notices_bell.html", context)


@require_POST
@of_staff
def read(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Mark as read whatever was told of the same ticket, and go there."""
    notice = notice_of(request.user, pk)
    if notice is None:
        raise Http404
    mark_read(request.user, ticket=notice.ticket)
    return redirect(address_of(notice))


@require_POST
@of_staff
def read_all(request: StaffRequest) -> HttpResponseBase:
    """Mark all notices as read."""
    mark_read(request.user)
    return redirect("inbox:notices")


@require_POST
@of_staff
def mail(request: StaffRequest) -> HttpResponseBase:
    """Choose how notices come by mail."""
    when = request.POST.get("when", "")
    if when in NoticeMail.When.values:
        choose_mail(request.user, when)
        messages.success(request, _("Your choice has been kept."))
    else:
        messages.error(request, _("Choose how notices shall come by mail."))
    return redirect("inbox:notices")
