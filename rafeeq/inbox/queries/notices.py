"""What a person has been told, and has not looked at yet."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from rafeeq.automation.models import AutomationRule
from rafeeq.inbox.models import Notice, NoticeMail
from rafeeq.inbox.rules import COUNTED_UP_TO
from rafeeq.staff.models import User
from rafeeq.staff.rules import LIGHT_SEATS, may_arrange
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.asked_inside import put_to

PAGE = 50
INTERNAL = "internal"  # the kind of clock by which an answer of a department is due


def notices_of(user: User) -> QuerySet[Notice]:
    """This person's notices about tickets that they may still see, newest first."""
    # Who is asked something reads the question, and may not see its ticket.
    asked = Q(kind=Notice.Kind.ASKED) | Q(detail=INTERNAL)
    told = Q(ticket__in=visible_to(user)) | (asked & Q(ticket__in=put_to(user).values("ticket")))
    mine = Notice.objects.filter(told, user=user)
    return mine.select_related("ticket__customer", "by", "user").order_by("-at", "-pk")


def page_of_notices(user: User, *, before: tuple[datetime, int] | None = None) -> tuple[list[Notice], bool]:
    """One page after the place `before`, and whether more follows."""
    rows = notices_of(user)
    if before is not None:
        rows = rows.filter(at__lte=before[0]).exclude(at=before[0], pk__gte=before[1])
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def rules_of(rows: Iterable[Notice]) -> dict[str, str]:
    """What the automatic rules are called that these notices come from, by the notices' detail."""
    wanted = {row.detail for row in rows if row.kind in {Notice.Kind.AUTOMATED, Notice.Kind.STOPPED}}
    if not wanted:
        return {}
    found = AutomationRule.objects.filter(pk__in=[int(one) for one in wanted if one.isdecimal()])
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def unread(user: User) -> int:
    """How many notices wait, counted no further than one past COUNTED_UP_TO."""
    return notices_of(user).filter(read_at=None).order_by()[: COUNTED_UP_TO + 1].count()


def notice_of(user: User, pk: int) -> Notice | None:
    return notices_of(user).filter(pk=pk).first()


def address_of(notice: Notice) -> str:
    """Where a notice leads: to the question that was asked, else to the ticket."""
    if notice.kind == Notice.Kind.ASKED:
        return reverse("inbox:question", args=[int(notice.detail)])
    if notice.kind == Notice.Kind.REVIEW:
        return reverse("inbox:review", args=[int(notice.detail)])
    if notice.kind in {Notice.Kind.FAULTY, Notice.Kind.UNWRITTEN} and may_arrange(notice.user.role):
        return reverse("settings:procedures")
    if notice.detail == INTERNAL and notice.user.role in LIGHT_SEATS:
        return reverse("inbox:questions")  # their clock, of a ticket that they may not see
    return reverse("inbox:ticket", args=[notice.ticket_id])


def mail_choice(user: User) -> str:
    """How this person wants notices by mail."""
    chosen = NoticeMail.objects.filter(user=user).values_list("when", flat=True).first()
    return chosen or NoticeMail.When.OFF
