"""A mail worker killed again and again while mails come in and go out: none is lost, none comes in twice.

Each mail is answered by an acknowledgement, so that both ways are hit. A kill between the other server's yes and our
note of it makes that one mail leave again, marked `maybe_twice`. The moments are chosen by a seed.

The worker lives in a process of its own, which has Django ready and makes each worker by a fork: a life costs some
ten milliseconds instead of a second. Run by `python -m tests.bench.kills`, in that process as `… worker`.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from rafeeq.system import spool
from tests.letters import letter
from tests.mailserver import free_ports
from tests.postgres import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
LEASE = 1.0  # seconds; short, so that what a killed sender held is soon sent again
LIFE = 0.3  # seconds that a worker lives at most
AT_THE_YES = 0.3  # the share of workers killed just when the other server takes a mail, the most delicate moment
AHEAD = 10  # mails that wait for a worker
FINISH = 180.0  # seconds for the last worker, who is not killed, to do what is left


class Sink:
    """A mail server that takes everything and counts it by message id."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        self.taking = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        head = content.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
        [line] = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
        self.arrived[line.partition(":")[2].strip(" <>")] += 1
        self.taking.set()
        return "250 OK"


def run(kills: int = 1000, seed: int = 604, *, data: Path | None = None) -> dict[str, Any]:
    """Kill a worker so often; what was put in, what came of it, and how long it took.

    `data`: the folder of an installation on SQLite to do it with; without one, it is made anew. It is gone afterwards.
    """
    folder = data or Path(tempfile.mkdtemp(prefix="rafeeq-kills-"))
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=free_ports(1)[0])
    server.start()
    begun = time.monotonic()
    try:
        with _worker_maker(folder, server.port) as maker:
            put = _kill(_Asking(maker), folder / "spool", kills, random.Random(seed), sink.taking)
            killed = time.monotonic() - begun
            told = _Asking(maker)("finish")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return {**_judged(put, told, sink.arrived), "kills": kills, "killing_s": round(killed, 1),
            "all_s": round(time.monotonic() - begun, 1)}  # fmt: skip


def _worker_maker(folder: Path, port: int) -> "subprocess.Popen[str]":
    usual = {
        name: value for name, value in os.environ.items() if not name.startswith(("RAFEEQ_", "DATABASE_", "EMAIL"))
    }
    environment = {
        **usual,
        "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings",
        "RAFEEQ_DATA": str(folder),
        "RAFEEQ_LOG": "CRITICAL",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.kills", "worker"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent,  # noqa: PLW1509 - one system call
    )  # fmt: skip


class _Asking:
    """One line to the maker of workers, one line back."""

    def __init__(self, maker: "subprocess.Popen[str]") -> None:
        self.maker = maker

    def __call__(self, what: str) -> Any:
        assert self.maker.stdin is not None
        assert self.maker.stdout is not None
        self.maker.stdin.write(what + "\n")
        self.maker.stdin.flush()
        return json.loads(self.maker.stdout.readline())


def _kill(
    ask: Callable[[str], Any], waiting: Path, kills: int, chance: random.Random, taking: threading.Event
) -> list[str]:
    """Let workers be made and kill each at a moment of chance, while mails come in; the ids of these mails."""
    put: list[str] = [ask("ready")]
    never = threading.Event()
    for _kill in range(kills):
        while len(list(spool.waiting(waiting))) < AHEAD:
            number = len(put)
            put.append(f"kill-{number}@example.com")
            raw = letter(f"رسالة رقم {number}", sender=f"c{number}@example.com", message_id=f"<{put[-1]}>")
            spool.put(waiting, raw, note={"account": ""})
        taking.clear()
        worker = ask("start")
        (taking if chance.random() < AT_THE_YES else never).wait(chance.uniform(0, LIFE))
        os.kill(worker, signal.SIGKILL)
        ask("bury")
    return put


def _judged(put: list[str], told: dict[str, Any], arrived: Counter[str]) -> dict[str, Any]:
    """What went wrong, which must be nothing, and what may be: the mails that left once more, each marked."""
    taken = Counter(told["messages"])
    deliveries = {row["external_id"]: row for row in told["deliveries"]}
    twice = {name for name, count in arrived.items() if count > 1}
    return {
        "mails": len(put),
        "lost": sum(1 for name in put if not taken[name]),
        "in_twice": sum(1 for name in put if taken[name] > 1),
        "tickets": told["tickets"],
        "left_in_spool": told["waiting"] + told["parked"],
        "deliveries": len(deliveries),
        # Struck twice between handing over and noting it: given up in the open, whether or not it arrived.
        "given_up_marked": sum(1 for row in deliveries.values() if row["state"] == "failed" and row["maybe_twice"]),
        "not_sent": sum(
            1
            for name, row in deliveries.items()
            if (row["state"] != "sent" or not arrived[name]) and not (row["state"] == "failed" and row["maybe_twice"])
        ),
        "sent_again": len(twice),
        "sent_again_unmarked": sum(1 for name in twice if not deliveries[name]["maybe_twice"]),
        # Each further copy has a kill of its own behind it.
        "more_than_tries": sum(1 for name, count in arrived.items() if count > deliveries[name]["attempts"]),
        "most_copies": max(arrived.values(), default=0),
        "ledger": told["ledger"],
    }


def _make_workers() -> None:
    """Answer each line: be ready, start a worker, bury it, or let one worker finish everything and tell of it."""
    import django

    django.setup()
    from django.core.management import call_command

    from rafeeq.channels import delivery
    from rafeeq.staff.actions import found

    delivery.LEASE = timedelta(seconds=LEASE)
    call_command("migrate", verbosity=0)
    found()
    worker = 0
    for line in sys.stdin:
        answer: Any = None
        if line.strip() == "ready":
            answer = _warmed_up()
        elif line.strip() == "start":
            answer = worker = _forked(_work)
        elif line.strip() == "bury":
            os.waitpid(worker, 0)
        elif line.strip() == "finish":
            answer = _finished()
        print(json.dumps(answer), flush=True)


def _warmed_up() -> str:
    """Do everything once, so that no worker spends its short life on imports; the id of the mail it was done with."""
    from django.db import connections

    from rafeeq.channels.delivery import DeliverySender
    from rafeeq.channels.email.intake import receive_raw
    from rafeeq.channels.registry import CHANNELS

    receive_raw(letter(sender="c@example.com", message_id="<first@example.com>"))
    DeliverySender(CHANNELS).drain()
    connections.close_all()
    return "first@example.com"


def _forked(what: Callable[[], None]) -> int:
    """Run a function in a copy of this process; its number."""
    child = os.fork()
    if child:
        return child
    try:
        die_with_parent()
        what()
    finally:
        os._exit(1)


def _work(stop: threading.Event | None = None) -> None:
    """Take in and send as the product's worker does, until killed or stopped."""
    from rafeeq.channels.delivery import DeliverySender
    from rafeeq.channels.email.intake import Intake
    from rafeeq.channels.registry import CHANNELS

    stop = stop or threading.Event()
    threads = [threading.Thread(target=service.run, args=(stop,)) for service in (Intake(), DeliverySender(CHANNELS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _finished() -> dict[str, Any]:
    """Let a worker do all that is left, then tell what the records hold."""
    from django.conf import settings

    from rafeeq.tickets.models import Delivery, Message, Ticket
    from rafeeq.tickets.queries import verify_ledger

    folder, stop, pause = Path(settings.RAFEEQ_DATA) / "spool", threading.Event(), threading.Event()
    working = threading.Thread(target=_work, args=(stop,))
    working.start()
    left, since = -1, time.monotonic()
    while left != 0 and time.monotonic() - since < FINISH:
        now = len(list(spool.waiting(folder))) + Delivery.objects.filter(state__in=("waiting", "sending")).count()
        if now != left:
            left, since = now, time.monotonic()
        pause.wait(0.2)
    stop.set()
    working.join()
    columns = ("external_id", "state", "attempts", "maybe_twice")
    return {
        "messages": list(Message.objects.filter(direction="in").values_list("external_id", flat=True)),
        "tickets": Ticket.objects.count(),
        "deliveries": list(Delivery.objects.values(*columns)),
        "waiting": len(list(spool.waiting(folder))),
        "parked": len(list(spool.parked(folder))),
        "ledger": verify_ledger(),
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        _make_workers()
    else:
        print(json.dumps(run(*map(int, sys.argv[1:])), indent=1))
