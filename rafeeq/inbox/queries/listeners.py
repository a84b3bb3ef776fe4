"""Whose pages listen to the stream, and whether they still may."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from rafeeq.staff.models import User
from rafeeq.staff.queries import team_ids
from rafeeq.tickets.queries import visible_to

AT_ONCE = 500  # people or sessions asked for by one query
LOOKED_AT = ("pk", "password", "role", "branch_id", "is_active")


def listener(user: User, session: str) -> dict[str, Any]:
    """How far this person sees, and a mark that changes with everything that it depends on."""
    teams = sorted(team_ids(user))
    row = tuple(getattr(user, name) for name in LOOKED_AT)
    return {
        "user": user.pk,
        "role": user.role,
        "branch": user.branch_id,
        "teams": teams,
        "mark": f"{session} {_digest(row, teams)}",
    }


def stale(listening: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of the listening, as (user, mark), whose session has ended or whose sight, password or account changed."""
    _with_a_living_connection()
    asked = list(set(listening))
    gone: set[tuple[int, str]] = set()
    for begin in range(0, len(asked), AT_ONCE):
        some = asked[begin : begin + AT_ONCE]
        digests = _digests({user for user, _mark in some})
        sessions = Session.objects.filter(
            session_key__in={mark.partition(" ")[0] for _user, mark in some}, expire_date__gt=timezone.now()
        )
        alive = set(sessions.values_list("session_key", flat=True))
        for user, mark in some:
            session, _space, digest = mark.partition(" ")
            if session not in alive or digests.get(user) != digest:
                gone.add((user, mark))
    return gone


def told_to(tickets: set[int], users: set[int]) -> set[tuple[int, int]]:
    """The pairs (ticket, user) in which this person may see this ticket: `visible_to` itself, person by person."""
    _with_a_living_connection()
    return {
        (number, user.pk)
        for user in User.objects.filter(pk__in=users)
        for number in visible_to(user).filter(number__in=tickets).values_list("number", flat=True)
    }


def _with_a_living_connection() -> None:
    """We come outside of any request, which would see to that."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _digests(users: set[int]) -> dict[int, str]:
    teams: dict[int, list[int]] = {pk: [] for pk in users}
    for pk, team in User.teams.through.objects.filter(user_id__in=users).values_list("user_id", "team_id"):
        teams[pk].append(team)
    rows = User.objects.filter(pk__in=users).values_list(*LOOKED_AT)
    return {row[0]: _digest(row, sorted(teams[row[0]])) for row in rows}


def _digest(row: tuple[Any, ...], teams: list[int]) -> str:
    return hashlib.sha256(repr([*map(str, row), teams]).encode()).hexdigest()[:32]
