"""Plan to come back to a ticket, and keep a list under a name."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rafeeq.inbox.models import FollowUp, SavedView
from rafeeq.staff.models import Team, User
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Ticket

MOST_VIEWS = 50


class TooManyViews(ValueError):
    """Nobody finds their way among more."""


def plan_follow_up(ticket: Ticket, *, by: User, due: datetime, note: str = "") -> FollowUp:
    """Remind this person of the ticket on a day. A plan that they had for it is replaced."""
    with transaction.atomic():
        ticket = locked(ticket)
        FollowUp.objects.filter(ticket=ticket, user=by, done_at=None).delete()
        planned = FollowUp.objects.create(ticket=ticket, user=by, due=due, note=note.strip()[:500])
        append(ticket, "follow_up.planned", by=staff(by), data={"follow_up": planned.pk})
        save(ticket)
    return planned


def finish_follow_ups(ticket: Ticket, *, by: User) -> int:
    """This person has come back to it; how many plans that ends."""
    with transaction.atomic():
        ticket = locked(ticket)
        ended = FollowUp.objects.filter(ticket=ticket, user=by, done_at=None).update(done_at=timezone.now())
        if ended:
            append(ticket, "follow_up.done", by=staff(by))
            save(ticket)
    return ended


def save_view(*, by: User, name: str, query: str, team: Team | None = None) -> SavedView:
    """Keep a list under a name. Raises TooManyViews."""
    if SavedView.objects.filter(user=by).count() >= MOST_VIEWS:
        raise TooManyViews
    return SavedView.objects.create(user=by, name=name.strip()[:60], query=query, team=team)


def remove_view(view: SavedView) -> None:
    view.delete()
