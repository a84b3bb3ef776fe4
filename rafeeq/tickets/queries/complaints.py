"""The complaints register as people read it; it begins with what they may see, like every question about tickets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.staff.queries import team_ids
from rafeeq.tickets.models import Approval, Claim, Complaint, Decision, Event, HandOver, Review, Ticket
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.queries.reading import visible_to
from rafeeq.tickets.rules.complaints import AGAINST, Chain, Somebody, may_be_reviewed

PAGE = 50
MOST = 20_000  # rows of one export


@dataclass(frozen=True, slots=True)
class Sought:
    """What the register is narrowed by; empty: everything. `until` is the last day."""

    standing: str = ""  # "open" or "closed"
    stage: str = ""
    finding: str = ""
    formal: bool = False
    since: date | None = None
    until: date | None = None


def complaint_of(ticket: Ticket) -> Complaint | None:
    """The register's entry of this ticket."""
    return Complaint.objects.filter(ticket=ticket).select_related("decided_by").first()


def decision_of(ticket: Ticket) -> Decision | None:
    """The last refusal of this ticket."""
    return Decision.objects.filter(ticket=ticket).select_related("user").order_by("-pk").first()


def reviews_of(ticket: Ticket) -> list[Review]:
    """The reviews of this ticket, the earliest first."""
    return list(Review.objects.filter(ticket=ticket).select_related("reviewer").order_by("pk"))


def may_ask_review(ticket: Ticket, complaint: Complaint | None, reviews: list[Review]) -> bool:
    """Whether the customer may ask that somebody outside the chain looks at the decision."""
    decided = list(Decision.objects.filter(ticket=ticket).order_by("-pk").values_list("at", flat=True)[:1])
    was_declined = ticket.outcome == "declined" and bool(decided)
    finding = complaint.finding if complaint and complaint.decided_at else ""
    if complaint and complaint.decided_at and finding in AGAINST:
        decided.append(complaint.decided_at)
    last = reviews[-1].asked_at if reviews else None
    return may_be_reviewed(
        was_declined=was_declined,
        finding=finding,
        review_waits=bool(reviews) and reviews[-1].decided_at is None,
        decided_since_review=bool(decided) and (last is None or max(decided) > last),
    )


def chain_of(ticket: Ticket) -> Chain:
    """Everybody of ours who had a part in a matter, and the teams and branches that had it."""
    numbers = merged_numbers(ticket)
    people = set(
        Event.objects.filter(ticket__in=numbers, actor=Event.Actor.STAFF).order_by().values_list("actor_id", flat=True)
    )
    people |= set(Claim.objects.filter(ticket__in=numbers).values_list("user", flat=True))
    people |= set(Decision.objects.filter(ticket__in=numbers).values_list("user", flat=True))
    people |= set(Complaint.objects.filter(ticket__in=numbers).values_list("decided_by", flat=True))
    for pair in Approval.objects.filter(ticket__in=numbers).values_list("asked_by", "decided_by"):
        people |= set(pair)
    teams, branches = {ticket.team_id}, {ticket.branch_id}
    given = HandOver.objects.filter(ticket__in=numbers).values_list(
        "from_team", "to_team", "from_team__branch", "to_team__branch", "by", "accepted_by", "approved_by", "to_agent"
    )
    for from_team, to_team, from_branch, to_branch, *persons in given:
        teams |= {from_team, to_team}
        branches |= {from_branch, to_branch}
        people |= set(persons)
    people |= _assigned(numbers)
    return Chain(frozenset(pk for pk in people if pk), frozenset(teams), frozenset(branches))


def _assigned(numbers: list[int]) -> set[int]:
    """Everybody who has ever had one of these tickets."""
    found: set[int] = set(
        Ticket.objects.filter(number__in=numbers, assignee__isnull=False).values_list("assignee", flat=True)
    )
    changes = Event.objects.filter(ticket__in=numbers, kind="ticket.assigned").values_list("data", flat=True)
    return found | {pk for data in changes for pk in (data.get("from"), data.get("to")) if pk}


def somebody(user: User) -> Somebody:
    """This person as the rules about reviews see them."""
    return Somebody(user.pk, user.role, user.branch_id, frozenset(team_ids(user)))


def waiting_reviews(user: User) -> list[Review]:
    """The reviews that wait, of tickets that this person may see; the one that is due first stands first."""
    waiting = Review.objects.filter(decided_at=None, ticket__in=visible_to(user))
    return list(waiting.select_related("ticket", "ticket__customer", "ticket__team").order_by("due_at", "pk")[:PAGE])


def review_for(user: User, pk: int) -> Review | None:
    """One review of a ticket that this person may see."""
    found = Review.objects.filter(pk=pk, ticket__in=visible_to(user))
    around = ("ticket", "ticket__customer", "ticket__team", "ticket__branch", "reviewer")
    return found.select_related(*around).first()


def two_by_two(
    user: User, since: datetime | None = None, until: datetime | None = None
) -> dict[tuple[bool, bool], int]:
    """How often “was the procedure right?” × “was the customer helped?” came out each way.

    The key is (procedure right, customer helped). (True, False) is the cell that a desk likes to overlook.
    """
    decided = Review.objects.filter(decided_at__isnull=False, ticket__in=visible_to(user))
    if since is not None:
        decided = decided.filter(decided_at__gte=since)
    if until is not None:
        decided = decided.filter(decided_at__lt=until)
    counted = decided.order_by().values_list("was_procedure_right", "was_customer_helped").annotate(count=Count("pk"))
    cells = {(right, helped): 0 for right in (True, False) for helped in (True, False)}
    return cells | {(bool(right), bool(helped)): count for right, helped, count in counted}


def register_of(user: User, sought: Sought) -> QuerySet[Complaint]:
    """The register as far as this person sees, the newest first."""
    rows = Complaint.objects.filter(ticket__in=visible_to(user))
    if sought.standing:
        closed = Q(stage="closed")
        rows = rows.filter(closed if sought.standing == "closed" else ~closed)
    if sought.stage:
        rows = rows.filter(stage=sought.stage)
    if sought.finding:
        rows = rows.filter(finding=sought.finding)
    if sought.formal:
        rows = rows.filter(ticket__formal_at__isnull=False)
    if sought.since:
        rows = rows.filter(received_at__gte=_midnight(sought.since))
    if sought.until:
        rows = rows.filter(received_at__lt=_midnight(sought.until + timedelta(days=1)))
    around = ("ticket", "ticket__customer", "ticket__team", "ticket__branch", "ticket__reason", "decided_by")
    return rows.select_related(*around).order_by("-received_at", "-ticket_id")


def page_of_register(
    user: User, sought: Sought, before: tuple[datetime, int] | None = None
) -> tuple[list[Complaint], bool]:
    """The next entries after a place, and whether there are more."""
    rows = register_of(user, sought)
    if before is not None:
        at, number = before
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, ticket_id__lt=number))
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def whole_register(user: User, sought: Sought) -> Iterator[Complaint]:
    """Every entry for an export, MOST at the utmost, without holding them all."""
    return register_of(user, sought)[:MOST].iterator(chunk_size=500)


def counts_of_register(user: User, sought: Sought) -> dict[str, int]:
    """How many there are, how many are still open, and how many were acknowledged and decided."""
    return (
        register_of(user, sought)
        .order_by()
        .aggregate(
            all=Count("pk"),
            open=Count("pk", filter=~Q(stage="closed")),
            acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
            decided=Count("pk", filter=Q(decided_at__isnull=False)),
            against=Count("pk", filter=Q(finding__in=sorted(AGAINST))),
        )
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
