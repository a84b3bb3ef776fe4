"""What roles see and may do, in words that people read; what holds is told in `rules.py`."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Absence
from rafeeq.ui.dates import calendar_date

ROLES: dict[str, Promise] = {
    "agent": _("Serves customers: answers, notes, claims, hands over."),
    "colleague": _("Works in another department and answers what is asked of them: a light seat."),
    "supervisor": _("Leads the teams of a branch and decides what goes beyond an agent."),
    "reviewer": _("Reads everything, to judge quality."),
    "manager": _("Answers for the whole service, over all branches."),
    "owner": _("Owns the causes of contacts in another department."),
    "admin": _("Runs the installation: people, mailboxes, settings."),
}

REACH: dict[str, Promise] = {
    "everything": _("All requests of all branches"),
    "branch": _("The requests of their branch"),
    "teams": _("The requests of their teams"),
    "assigned": _("Only requests that are given or offered to them by name"),
}

MAY: dict[str, Promise] = {
    "decline": _("Decline a request, with reasons and the way to object"),
    "approve_hand_overs": _("Hand a request on a second time, or let an agent do it"),
    "hear_conduct": _("Read complaints about the conduct of our people"),
    "review": _("Review decisions that they had no part in"),
    "keep_complaints": _("Read the complaints register and hand it out; supervisors that of their branch"),
    "erase": _("Merge customers, hand out or erase everything known of one"),
    "see_measures": _("See the board and the measures; supervisors those of their branch"),
    "see_hints": _("Look into hints about patterns in the work"),
    "import": _("Take in files of customers, visits and orders"),
    "keep_macros": _("Keep ready replies; supervisors those of the teams of their branch"),
    "arrange": _("Arrange the daily work: reasons, tags, signatures, texts; read people, teams and absences"),
    "administer": _("Change what concerns everybody: people, roles, teams, branches, mailboxes, retention"),
}


def away_words(absence: Absence) -> str:
    """Why somebody is given nothing now, and who is there instead."""
    known = {"name": absence.user.name, "day": calendar_date(absence.ends_on)}
    if absence.stand_in is None:
        return gettext("%(name)s is away until %(day)s.") % known
    return gettext("%(name)s is away until %(day)s; %(stand_in)s stands in.") % (
        known | {"stand_in": absence.stand_in.name}
    )
