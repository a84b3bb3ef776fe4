"""What a ticket costs that is opened by the API, eight callers at once; none may be lost and no number given twice.

CPU milliseconds of the whole call in process (token, body, customer, ticket, message, timeline, acknowledgement,
answer). Run by `python -m tests.bench.api_create [profile]`.
"""

import cProfile
import json
import os
import pstats
import sys
import threading
import time
from typing import Any

from tests.bench.reply import WORDS, elsewhere

CALLERS, EACH = 8, 60


def run() -> dict[str, Any]:
    """Eight callers at once, and one alone beside them."""
    return {
        f"{callers}_at_once": elsewhere("tests.bench.api_create", str(callers), *sys.argv[2:])
        for callers in (CALLERS, 1)
    }


def body(caller: int, number: int) -> dict[str, Any]:
    """A ticket of a customer whom nobody knows yet; every fifth comes back."""
    who = f"c{caller}-{number - number % 5}@example.com"
    return {
        "customer": {"name": "سارة المطيري", "address": {"kind": "email", "value": who}},
        "subject": f"خصم مكرر في الفاتورة {caller}-{number}",
        "text": WORDS.format(number),
    }


def measure(callers: int, profile: bool) -> dict[str, Any]:
    """CPU milliseconds a ticket."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from rafeeq.api.actions import create_token
    from rafeeq.staff.models import Role, User
    from rafeeq.tickets.models import Delivery, Message, Ticket
    from tests.bench.load import load

    call_command("migrate", verbosity=0)
    load(2_000)
    token = create_token(User.objects.filter(role=Role.AGENT)[0])
    before = Ticket.objects.count()
    numbers: list[int] = []
    lock, start = threading.Lock(), threading.Barrier(callers + 1)

    def call(caller: int) -> None:
        client = Client(HTTP_HOST="127.0.0.1", headers={"Authorization": f"Bearer {token}"})
        mine = []
        for number in range(-5, EACH):
            if number == 0:
                start.wait()  # the first few only warm up
            answer = client.post("/api/v1/tickets", body(caller, number), content_type="application/json")
            assert answer.status_code == 201, (answer.status_code, answer.content[:500])
            mine.append(answer.json()["number"])
        with lock:
            numbers.extend(mine)
        connection.close()

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(callers)]
    profiler = cProfile.Profile()
    if profile and callers == 1:
        threads = []
        start = threading.Barrier(1)
        begun, wall = time.process_time(), time.perf_counter()
        profiler.runcall(call, 0)
    else:
        for thread in threads:
            thread.start()
        start.wait()
        begun, wall = time.process_time(), time.perf_counter()
        for thread in threads:
            thread.join()
    cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    if profile and callers == 1:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats(os.environ.get("SORT", "cumulative")).print_stats(90)
    asked = callers * (EACH + 5)
    there = set(Ticket.objects.filter(number__in=numbers).values_list("number", flat=True))
    return {
        "cpu_ms_a_ticket": round(cpu * 1000 / (callers * EACH), 2),
        "wall_ms_a_ticket": round(wall * 1000 / (callers * EACH), 2),
        "lost": asked - len(there),
        "numbers_given_twice": len(numbers) - len(set(numbers)),
        "more_than_asked": Ticket.objects.count() - before - asked,
        "messages_missing": asked - Message.objects.filter(ticket__in=there, direction="in").count(),
        "acknowledged": Delivery.objects.filter(purpose="acknowledgement", ticket__in=there).count(),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(int(sys.argv[2]), "profile" in sys.argv), ensure_ascii=False))
    else:
        from tests.bench.__main__ import calibration

        print(json.dumps({"calibration_ms": calibration(), **run()}, ensure_ascii=False, indent=1))
