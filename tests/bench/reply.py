"""What an agent's reply costs: the form of the ticket's page, from the request to the redirect, at three sizes of desk.

CPU milliseconds of the whole request in process (session, sign-in, form, message, timeline, delivery, draft), with the
database's share. Run by `python -m tests.bench.reply [profile]`.
"""

import cProfile
import json
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench import database, desk

ROOT = Path(__file__).resolve().parents[2]
REPLIES = 200
SIZES = [int(size) for size in os.environ.get("RAFEEQ_BENCH_SIZES", "10000,100000").split(",")]
WORDS = "أهلًا بك، راجعنا العملية رقم {}، ويعود المبلغ إلى حسابك غدًا خلال ٢٤ ساعة."


def run() -> dict[str, Any]:
    """The same measure in a data folder of its own for each size."""
    return {f"{size}_tickets": elsewhere("tests.bench.reply", *sys.argv[2:], size=size) for size in SIZES}


def elsewhere(module: str, *arguments: str, size: int = 0) -> dict[str, Any]:
    """What `module` measures, in a process of its own with a data folder of its own that holds so many tickets."""
    folder = tempfile.mkdtemp(prefix="rafeeq-bench-")
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("RAFEEQ_", "DATABASE_", "EMAIL"))}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "rafeeq.config.settings", "RAFEEQ_DATA": folder}
    environment |= database.empty()
    command = [sys.executable, "-m", module, "measure", *arguments]
    try:
        if size:
            desk.fill(environment, size)
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


class DatabaseShare:
    """CPU seconds that pass inside the database's own calls."""

    def __init__(self) -> None:
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        begun = time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.thread_time() - begun
            self.queries += 1


def measure(profile: bool) -> dict[str, Any]:
    """CPU milliseconds a reply."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from rafeeq.staff.models import User
    from rafeeq.tickets.models import Delivery, Ticket

    call_command("collectstatic", verbosity=0, interactive=False)
    agent = User.objects.get(email="agent0@rafeeq.example")
    mine = Ticket.objects.filter(team__in=agent.teams.all(), outcome="open").order_by("-number")
    numbers = list(mine.values_list("number", flat=True)[: REPLIES + 20])
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(agent)

    def reply(number: int) -> None:
        form = {"text": WORDS.format(number), "once": f"bench-{number}", "then": "wait"}
        answer = client.post(f"/inbox/{number}/replies/", form)
        assert answer.status_code == 302, (answer.status_code, answer.content[:400])
        client.cookies.pop("messages", None)  # a browser shows each sentence before it sends the next form

    before = Delivery.objects.filter(purpose="reply").count()
    for number in numbers[:20]:
        reply(number)
    desk.as_served()
    share, profiler = DatabaseShare(), cProfile.Profile()
    work = numbers[20:]
    if profile:
        profiler.enable()
    server = database.server_seconds()
    begun, wall = time.process_time(), time.perf_counter()
    with connection.execute_wrapper(share):
        for number in work:
            reply(number)
    cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    server = database.server_seconds() - server
    profiler.disable()
    if profile:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats(os.environ.get("SORT", "cumulative")).print_stats(90)
    count = len(work)
    assert Delivery.objects.filter(purpose="reply").count() - before == len(numbers)
    return {
        "cpu_ms_a_reply": round(cpu * 1000 / count, 2),
        "of_it_database": round(share.seconds * 1000 / count, 2),
        "of_its_server": round(server * 1000 / count, 2),
        "wall_ms_a_reply": round(wall * 1000 / count, 2),
        "queries_a_reply": round(share.queries / count, 1),
        "replies": count,
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure("profile" in sys.argv), ensure_ascii=False))
    else:
        from tests.bench.__main__ import calibration

        print(json.dumps({"calibration_ms": calibration(), **run()}, ensure_ascii=False, indent=1))
