"""Who is told when a matter, or a part of it, goes to others."""

from collections.abc import Iterable

from rafeeq.inbox.models import Notice
from rafeeq.staff.queries import people
from rafeeq.tickets.models import Event, HandOver, InternalQuestion, Referral
from rafeeq.tickets.queries.asked_inside import asked_people

HAND_OVERS = ("hand_over.asked", "hand_over.approved", "hand_over.refused", "hand_over.returned", "hand_over.late")
BATON = (*HAND_OVERS, "internal_question.asked", "internal_question.answered", "referral.followed")
TO_GIVER = {
    "hand_over.approved": Notice.Kind.APPROVED,
    "hand_over.refused": Notice.Kind.REFUSED,
    "hand_over.returned": Notice.Kind.RETURNED,
}

Concerned = Iterable[tuple[int | None, str]]


def told_of_baton(event: Event, assignee: int | None) -> Concerned:
    """Whom this event concerns, and as what kind of notice."""
    if event.kind in HAND_OVERS:
        offered = HandOver.objects.filter(pk=event.data["hand_over"]).select_related("from_team", "to_team").first()
        return _hand_over(event, offered) if offered else ()
    if event.kind == "referral.followed":
        referral = Referral.objects.filter(pk=event.data["referral"]).first()
        return [(assignee or (referral.by_id if referral else None), Notice.Kind.FOLLOW)]
    question = InternalQuestion.objects.select_related("department").filter(pk=event.data["internal_question"]).first()
    if question is None:
        return ()
    if event.kind == "internal_question.answered":
        return [(question.asked_by_id, Notice.Kind.REPLIED), (assignee, Notice.Kind.REPLIED)]
    return [(pk, Notice.Kind.ASKED) for pk in asked_people(question)]


def _hand_over(event: Event, offered: HandOver) -> Concerned:
    if event.kind in TO_GIVER:
        return [(offered.by_id, TO_GIVER[event.kind])]
    if event.kind == "hand_over.asked":
        return [(pk, Notice.Kind.TO_DECIDE) for pk in leading(offered.from_team.branch_id)]
    told = {*leading(offered.to_team.branch_id), *leading(offered.from_team.branch_id)}
    return [(pk, Notice.Kind.UNTAKEN) for pk in told]


def leading(branch: int) -> list[int]:
    """The supervisors of a branch; where there are none, whoever leads the whole service."""
    supervisors = list(people().filter(role="supervisor", branch_id=branch).values_list("pk", flat=True))
    return supervisors or list(people().filter(role__in=("manager", "admin")).values_list("pk", flat=True))
