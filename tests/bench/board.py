"""The board: CPU of the whole request by the size of the desk, and whether it asks more of a larger one.

RAFEEQ_BENCH_SIZES names the sizes (10000,100000 unless set; 1000000 takes some minutes to fill), and
RAFEEQ_BENCH_<size> a folder that is kept, and filled only once. The facts and counts are those that the reader of the
timelines would have kept of such a desk, written straight into their tables.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.bench import database, desk
from tests.bench.list import SIZES

ROUNDS = 40
READERS = ("supervisor", "manager")


def run() -> dict[str, Any]:
    """Measure every size; the last lines compare the largest with the smallest."""
    report: dict[str, Any] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="rafeeq-bench-") as new:
            folder = os.environ.get(f"RAFEEQ_BENCH_{size}", new)  # kept, and filled only once
            environment = os.environ | {"RAFEEQ_DATA": folder, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
            environment |= database.empty()
            filled = desk.fill(environment, size, said=False)
            for what in (str(size), "measure"):  # the facts are written in a process of their own, see desk.py
                command = [sys.executable, "-m", "tests.bench.board", what]
                done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            report[f"{size} tickets"] = {"filled_s": filled, **json.loads(done.stdout.splitlines()[-1])}
    first, last = report[f"{SIZES[0]} tickets"], report[f"{SIZES[-1]} tickets"]
    for reader in READERS:
        report[f"growth for the {reader}"] = round(last[f"board_{reader}_ms"] / first[f"board_{reader}_ms"], 2)
    return report


def _child() -> dict[str, Any]:
    from django.conf import settings

    from rafeeq.config import translations
    from rafeeq.staff.models import User

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    translations.compile()
    found: dict[str, Any] = {}
    for reader in READERS:
        found |= _for_reader(reader, User.objects.get(email=f"{reader}@rafeeq.example"))
    return found


def _facts(size: int) -> None:
    """What would be kept of the desk, twenty thousand tickets at a time; nothing is written twice."""
    from zoneinfo import ZoneInfo

    from django.db import connection, transaction

    from rafeeq.insights.actions.counting import add, counts_of
    from rafeeq.insights.models import Fact
    from rafeeq.insights.rules.counting import Counts
    from rafeeq.tickets.models import Ticket

    zone, chance = ZoneInfo("Asia/Riyadh"), random.Random(7)
    total: Counts = Counter()
    if Fact.objects.exists():
        return
    columns = ("number", "created_at", "first_reply_at", "branch", "team", "customer__tier", "channel", "assignee",
               "outcome")  # fmt: skip
    for start in range(0, size, 20_000):
        tickets = Ticket.objects.filter(number__gt=start, number__lte=start + 20_000).values_list(*columns)
        rows = [row for ticket in tickets for row in _of(ticket, chance, zone, Fact)]
        with transaction.atomic():
            Fact.objects.bulk_create(rows, batch_size=2000)
        for row in rows:
            total.update(counts_of(row, zone))
    with transaction.atomic():
        add(total)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _of(ticket: Any, chance: random.Random, zone: Any, fact: Any) -> Iterator[Any]:
    number, at, replied, branch, team, tier, channel, assignee, outcome = ticket
    end = outcome if outcome in ("confirmed", "unconfirmed", "declined") else ""
    worked = (replied - at).total_seconds() / 60
    word = {"confirmed": "yes", "disputed": "no"}.get(outcome, "")
    waits = outcome == "open" and chance.random() < 0.3
    lasted = chance.expovariate(1 / 3000) + 60 if end else None
    told: dict[str, tuple[Any, dict[str, Any]]] = {
        "matter": (at, {"end": end, "minutes": lasted, "worked": lasted and lasted / 3, "is_confirmed": word == "yes",
                        "contacts": chance.choice((1, 1, 1, 2, 3)), "is_touched": True, "goes_back": False,
                        "moves": int(chance.random() < 0.1), "cold": 0, "waits": waits}),
        "turn": (at, {"is_first": True, "ends": "" if waits else "answered", "worked": None if waits else worked}),
    }  # fmt: skip
    if word or outcome in ("claimed", "unconfirmed"):
        claim = at + timedelta(hours=2)
        told["closing"] = (
            claim,
            {"is_claim": True, "word": word, "contacts": 1, "back": None, "unsure": None, "teams": 1},
        )
        told["attempt"] = (claim, {"word": word, "lapsed": not word, "replaced": False, "back": None, "unsure": None,
                                   "formal": None, "user": assignee, "objected": False})  # fmt: skip
    for kind, (moment, values) in told.items():
        yield fact(
            kind=kind, matter=number, key=0, ticket_id=number, at=moment, day=moment.astimezone(zone).date(),
            branch=branch, team=team, tier=tier, channel=channel, assignee=assignee or 0, told=values,
            is_open=kind == "matter" and not end,
        )  # fmt: skip


def _for_reader(reader: str, user: Any) -> dict[str, Any]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import connection

    from rafeeq.system.sessions import SessionStore
    from tests.bench.list import _get

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "rafeeq.staff.backend.Backend"
    session.create()
    cookies = f"rafeeq_session={session.session_key}; csrftoken={'a' * 32}"
    status, _tag, body = _get("/insights/", cookies)
    assert status.startswith("200"), status
    desk.as_served()
    connection.force_debug_cursor = True
    _get("/insights/", cookies)
    connection.force_debug_cursor = False
    asked = list(connection.queries_log)
    begun, spent = database.server_seconds(), time.process_time()
    for _round in range(ROUNDS):
        _get("/insights/", cookies)
    mine, theirs = time.process_time() - spent, database.server_seconds() - begun
    return {
        f"board_{reader}_ms": round((mine + theirs) * 1000 / ROUNDS, 2),
        f"queries_{reader}": len(asked),
        f"database_{reader}_ms": round(sum(float(one["time"]) for one in asked) * 1000, 1),
        f"slowest_{reader}_ms": round(max(float(one["time"]) for one in asked) * 1000, 1),
        f"kilobytes_{reader}": round(len(body) / 1000),
    }


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "measure":
        print(json.dumps(_child()))
    else:
        _facts(int(sys.argv[1]))
