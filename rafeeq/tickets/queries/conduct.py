"""Who may read a complaint about conduct: never the person, nor those who work beside or right above them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from rafeeq.staff.models import User
from rafeeq.staff.queries import team_ids
from rafeeq.staff.rules import hears_complaints_about_conduct
from rafeeq.tickets.models import ConductComplaint, HandOver, Ticket


def told_to(user: User) -> Q:
    """Narrows tickets to those that are no complaint about conduct, or one that this person may read.

    Managers and administrators read them all but those about themselves. Anybody else only what was confided to their
    team or given to them by name, and only at a distance from whom it is about.
    """
    complaint = ConductComplaint.objects.filter(ticket=OuterRef("pk"))
    if hears_complaints_about_conduct(user.role):
        return Q(is_conduct=False) | Q(~Exists(complaint.filter(person=user)))
    offered = HandOver.objects.filter(ticket=OuterRef("pk"), settled_at=None, is_held=False, to_agent=user)
    given = Q(assignee=user) | Q(Exists(offered)) | Q(Exists(complaint.filter(confided_to__in=team_ids(user))))
    return Q(is_conduct=False) | (given & Q(~Exists(_near(complaint, user))))


def may_hear(ticket: Ticket, user: User) -> bool:
    """Whether this ticket may be given to this person: always, unless it complains about them or those near them."""
    if not ticket.is_conduct:
        return True
    complaint = ConductComplaint.objects.filter(ticket=ticket)
    if hears_complaints_about_conduct(user.role):
        return not complaint.filter(person=user).exists()
    return not _near(complaint, user).exists()


def _near(complaints: QuerySet[ConductComplaint], user: User) -> QuerySet[ConductComplaint]:
    """Of these complaints, those about this person, about somebody of their teams, or about whom they supervise."""
    teams = team_ids(user)
    near = Q(person=user) | Q(team__in=teams) | Q(person__teams__in=teams)
    if user.role == "supervisor":
        near |= Q(team__branch_id=user.branch_id) | Q(person__branch_id=user.branch_id)
    return complaints.filter(near)


def conduct_of(ticket: Ticket) -> ConductComplaint | None:
    """Whom the complaint is about; None for a ticket that is none."""
    around = ("person", "team", "origin")
    return ConductComplaint.objects.filter(ticket=ticket).select_related(*around).first() if ticket.is_conduct else None
