"""How many matters a second find their person: 2,000 without owner, forty people in four teams, and a desk around them.

One process, CPU seconds: what the round asks, chooses and writes. Run by `python -m tests.bench.routing`.
"""

import json
import sys
import time
from typing import Any

from tests.bench.reply import elsewhere

WAITING, PEOPLE, AROUND = 2_000, 40, 10_000


def run() -> dict[str, Any]:
    """Measure in a data folder of its own."""
    return elsewhere("tests.bench.routing", *sys.argv[2:])


def measure() -> dict[str, Any]:
    """Matters a second through one round, and what the choice alone costs."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from rafeeq.flows.routing import give_out_waiting
    from rafeeq.routing.actions import found_last_route, save_route
    from rafeeq.routing.rules.choosing import distribute
    from rafeeq.staff.actions.hours import found_calendar
    from rafeeq.staff.actions.presence import note_seen
    from rafeeq.staff.models import Calendar, Team, User
    from rafeeq.tickets.models import Event, Ticket
    from tests.bench.load import load

    call_command("migrate", verbosity=0)
    manager = load(AROUND)["manager"]
    found_calendar()
    always = Calendar.objects.get(is_default=True).spelled
    for version in always["versions"]:  # open day and night: the benchmark may run at any hour
        for day in version["week"]:
            version["week"][day] = [["00:00", "24:00"]]
    Calendar.objects.update(spelled=always)
    found_last_route()
    teams = list(Team.objects.filter(is_default=False).order_by("pk"))
    for team in teams:
        save_route(None, by=manager, name=team.name, to_team=team, fits={"channels": ["email"]}, assigns=True)
    agents = [
        User.objects.create(email=f"bench{one}@example.com", name=f"موظف {one}", branch=teams[one % len(teams)].branch)
        for one in range(PEOPLE)
    ]
    for one, agent in enumerate(agents):
        agent.teams.add(teams[one % len(teams)])
    now = timezone.now()
    note_seen([agent.pk for agent in agents], at=now)
    unowned = list(Ticket.objects.filter(assignee=None, status__in=("new", "open")).values_list("number", flat=True))
    spare = list(Ticket.objects.exclude(status="closed").values_list("number", flat=True)[:WAITING])
    Ticket.objects.filter(number__in=unowned).update(status="waiting")
    Ticket.objects.filter(number__in=spare).update(assignee=None, status="open", snoozed_until=None)
    waiting = Ticket.objects.filter(number__in=spare, team__in=teams).count()
    with CaptureQueriesContext(connection) as queries:
        begun, wall = time.process_time(), time.perf_counter()
        given = give_out_waiting(now)
        cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    assert given == waiting == Event.objects.filter(kind="ticket.assigned", data__because="route").count()
    return {
        "matters": given,
        "a_second_of_cpu": round(given / cpu),
        "a_second": round(given / wall),
        "queries": len(queries),
        "choice_alone_a_second": round(_choice(distribute, now)),
    }


def _choice(distribute: Any, now: Any) -> float:
    from rafeeq.routing.rules.choosing import Candidate, Waiting

    people = [Candidate(one, frozenset({one % 4})) for one in range(PEOPLE)]
    matters = [Waiting(one, one % 4, 1, due=now, warns_at=now, weight=one % 3) for one in range(WAITING)]
    begun = time.process_time()
    distribute(matters, people, now)
    return WAITING / (time.process_time() - begun)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(), ensure_ascii=False))
    else:
        print(json.dumps(run(), ensure_ascii=False, indent=1))
