"""What was granted and asked for: of one ticket, of one person, and of all for the measures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from rafeeq.staff.models import Limit, User
from rafeeq.staff.rules import may_approve
from rafeeq.tickets.models import Approval, Remedy, Ticket
from rafeeq.tickets.queries.reading import visible_to


def approval_for(user: User, pk: int) -> Approval | None:
    """A request for approval about a ticket that this person may see."""
    return _seen_by(user).filter(pk=pk).first() if 0 < pk < 2**63 else None


def _seen_by(user: User) -> QuerySet[Approval]:
    seen = Approval.objects.filter(ticket__in=visible_to(user))
    return seen.select_related("ticket__customer", "asked_by", "decided_by")


def waiting_for(user: User, limits: Iterable[Limit]) -> QuerySet[Approval]:
    """What waits for a decision that this person may take, by their own `limits`; the oldest due first."""
    within = Q(pk__in=())
    for one in limits:
        of = Q(act=one.act, currency=one.currency)
        within |= of if one.amount is None else of & Q(amount__lte=one.amount)
    if not may_approve(user.role):
        within = Q(pk__in=())
    return _seen_by(user).filter(within, decision="").exclude(asked_by=user).order_by("due_at", "pk")


def after(rows: QuerySet[Approval], place: tuple[datetime, int] | None) -> QuerySet[Approval]:
    """What follows a place in the order of due times."""
    return rows if place is None else rows.filter(due_at__gte=place[0]).exclude(due_at=place[0], pk__lte=place[1])


def asked_by(user: User) -> QuerySet[Approval]:
    """What this person has asked for, the latest first."""
    return _seen_by(user).filter(asked_by=user).order_by("-pk")


def late_approvals(now: datetime) -> QuerySet[Approval]:
    """What nobody has decided in time, and nobody further up was told of."""
    late = Approval.objects.filter(decision="", escalated_at=None, due_at__lte=now)
    return late.select_related("ticket").order_by("due_at", "pk")


def granted_in(numbers: Iterable[int]) -> list[Remedy]:
    """What was granted in these tickets, in order."""
    return list(Remedy.objects.filter(ticket__in=list(numbers)).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Wait:
    """One request for approval. `ended_at` None: it still waits; `is_decided` false: it waits or was taken back."""

    ticket: int
    asked_at: datetime
    ended_at: datetime | None
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """How often people had to ask, and how long each request waited."""

    alone: int  # granted within their own authority
    waits: list[Wait]

    @property
    def share(self) -> Decimal | None:
        """The share of all that was wanted for customers for which somebody had to ask; None without any."""
        wanted = self.alone + len(self.waits)
        return Decimal(len(self.waits)) / wanted if wanted else None


def had_to_ask(start: datetime, end: datetime, tickets: QuerySet[Ticket]) -> Asked:
    """What was granted and asked for in these tickets from `start` to before `end`; two queries."""
    alone = Remedy.objects.filter(approval=None, at__gte=start, at__lt=end, ticket__in=tickets).count()
    rows = Approval.objects.filter(asked_at__gte=start, asked_at__lt=end, ticket__in=tickets).order_by("pk")
    waits = [
        Wait(ticket, asked, ended, decision in (Approval.Decision.GRANTED, Approval.Decision.REFUSED))
        for ticket, asked, ended, decision in rows.values_list("ticket", "asked_at", "decided_at", "decision")
    ]
    return Asked(alone, waits)
