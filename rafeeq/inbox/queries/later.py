"""What a person wanted to come back to."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from rafeeq.inbox.models import FollowUp, SavedView
from rafeeq.staff.models import User
from rafeeq.system.statements import asked
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import visible_to


def _views(user: int) -> "QuerySet[SavedView, tuple[int, str, str, int | None, int]]":
    theirs = Q(user=user) | Q(team__members=user)
    return (
        SavedView.objects.filter(theirs)
        .order_by("name", "pk")
        .values_list("pk", "name", "query", "team_id", "user_id")
        .distinct()
    )


def views_of(user: User) -> Sequence[tuple[int, str, str, int | None, int]]:
    """The lists that this person or their teams have saved: id, name, address, team, who saved it."""
    return asked(_views, user.pk)


def own_view(user: User, pk: int) -> SavedView | None:
    """A list that this person has saved, and may therefore take away."""
    return SavedView.objects.filter(pk=pk, user=user).first()


def follow_ups_due(user: User, by: datetime) -> QuerySet[Ticket]:
    """The visible tickets that this person meant to come back to by then."""
    return visible_to(user).filter(
        number__in=FollowUp.objects.filter(user=user, done_at=None, due__lte=by).values("ticket")
    )


def plans_for(user: User, tickets: Sequence[int]) -> dict[int, FollowUp]:
    """This person's open plans for these tickets."""
    return {row.ticket_id: row for row in FollowUp.objects.filter(user=user, done_at=None, ticket__in=tickets)}
