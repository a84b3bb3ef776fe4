"""What waits for a person's approval, and whether it is theirs to decide."""

from datetime import datetime
from functools import cached_property

from django.utils import timezone

from rafeeq.inbox.rules import COUNTED_UP_TO
from rafeeq.staff.models import Limit, User
from rafeeq.staff.queries.authority import own_limits
from rafeeq.staff.rules import is_within, may_approve
from rafeeq.tickets.models import Approval
from rafeeq.tickets.queries.remedies import after, asked_by, waiting_for

PAGE = 30
OWN = 20


class Decides:
    """`decides(approval)`: whether it waits for this person among others. Their limits are asked for when needed."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __call__(self, approval: Approval) -> bool:
        if approval.decision or approval.asked_by_id == self.user.pk or not may_approve(self.user.role):
            return False
        known = {one.currency: one.amount for one in self._limits if one.act == approval.act}
        return is_within(approval.amount, known, approval.currency)

    def takes_back(self, approval: Approval) -> bool:
        """Whether this person may take the request back."""
        return not approval.decision and approval.asked_by_id == self.user.pk

    @cached_property
    def _limits(self) -> list[Limit]:
        return own_limits(self.user)


def page_of_approvals(user: User, *, place: tuple[datetime, int] | None = None) -> tuple[list[Approval], bool]:
    """What waits for this person after a place, the oldest due first, and whether more follows."""
    found = list(after(waiting_for(user, own_limits(user)), place)[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def to_approve(user: User) -> int:
    """How much waits for this person, counted no further than one past COUNTED_UP_TO."""
    if not may_approve(user.role):
        return 0
    return waiting_for(user, own_limits(user)).order_by()[: COUNTED_UP_TO + 1].count()


def asked(user: User) -> list[Approval]:
    """The latest that this person has asked for."""
    return list(asked_by(user)[:OWN])


def is_late(approval: Approval) -> bool:
    """Whether its time has passed without a decision."""
    return not approval.decision and approval.due_at is not None and approval.due_at <= timezone.now()
