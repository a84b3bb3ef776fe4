"""Who is there to be given something: the members of teams who are present, with what they can and have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q

from rafeeq.routing.models import Turn
from rafeeq.routing.rules.choosing import Candidate
from rafeeq.staff.models import Seat, User
from rafeeq.staff.queries import running_absences
from rafeeq.staff.queries.hours import houses
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.models.ticket import OPEN

PRESENT_FOR = timedelta(minutes=10)  # after a page of theirs was last open


def open_teams(teams: Iterable[int], now: datetime) -> set[int]:
    """Of these teams, those that are at work now."""
    found = houses()
    return {team for team in teams if found.of_team(team).hours.is_open(now)}


def candidates(teams: Iterable[int], now: datetime) -> list[Candidate]:
    """Whoever of these teams is there and takes new matters; a constant number of statements.

    Agents by themselves; whoever leads only if their seat says how many matters they take.
    """
    mine = _members(teams)
    seats = Seat.objects.filter(user__in=mine, user__is_active=True, is_taking=True, seen_at__gte=now - PRESENT_FOR)
    seats = seats.filter(Q(user__role="agent") | Q(most__isnull=False))
    away = set(running_absences().values_list("user_id", flat=True))
    there = {row.user_id: row for row in seats.order_by("user") if row.user_id not in away}
    if not there:
        return []
    skills: Mapping[int, set[int]] = defaultdict(set)
    for user, skill in Seat.skills.through.objects.filter(seat__in=there).values_list("seat_id", "skill_id"):
        skills[user].add(skill)
    loads, turns = _loads(there), dict(Turn.objects.filter(user__in=there).values_list("user_id", "at"))
    return [
        Candidate(
            pk=user,
            teams=frozenset(mine[user]),
            skills=frozenset(skills[user]),
            languages=frozenset(seat.languages),
            most=seat.most,
            load=loads.get(user, 0),
            turn=turns.get(user),
        )
        for user, seat in there.items()
    ]


def _members(teams: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for user, team in User.teams.through.objects.filter(team__in=teams).values_list("user_id", "team_id"):
        found[user].add(team)
    return found


def _loads(people: Iterable[int]) -> dict[int, int]:
    """How many matters wait for each of these people; what waits for the customer, or sleeps, is no load."""
    held = Ticket.objects.filter(OPEN, assignee__in=people, status__in=("new", "open"), snoozed_until=None)
    return dict(held.values_list("assignee").annotate(many=Count("pk")).order_by())
