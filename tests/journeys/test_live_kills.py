"""Several write, several listen, and the web process is killed again and again: each event arrives exactly once.

Each reader also hangs up by itself at moments of chance, and comes back with the place of what it had last.
"""

import http.client
import json
import random
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from rafeeq.config.tests.installation import Installation, Served, until

SEED = 1447
READERS = ("noura", "noura", "khaled", "layla", "fahd", "aziz")
KILLS = 2
WRITERS, EACH = 4, 30
SETTING = """
import json
from django.conf import settings
from django.test import Client
from tests import cast, make
people = cast.build()
tickets = [make.ticket(team=team).number for team in (people.desk, people.billing, people.jeddah_desk)]
keys = {}
for name in ("noura", "khaled", "layla", "fahd", "aziz"):
    client = Client()
    client.force_login(getattr(people, name))
    keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps({"tickets": tickets, "keys": keys}))
"""
# Each transaction writes to a ticket of chance and lasts as long as chance wants; some are given up.
WRITING = """
import random, threading
from django.db import connection, transaction
from tests import make
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket
tickets, seed, writers, each = {given!r}
by = User.objects.get(email="aziz@rafeeq.example")

class GivenUp(Exception):
    pass

def write(chance):
    for _round in range(each):
        try:
            with transaction.atomic():
                make.noted(Ticket(number=chance.choice(tickets)), by)
                if connection.vendor == "postgresql":
                    threading.Event().wait(chance.random() / 50)
                if chance.random() < 0.1:
                    raise GivenUp
        except GivenUp:
            pass
        threading.Event().wait(chance.random() / 20)
    connection.close()

threads = [threading.Thread(target=write, args=(random.Random(seed + number),)) for number in range(writers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
EXPECTED = """
import json
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event
from rafeeq.tickets.queries import visible_to
print(json.dumps({user.email.partition("@")[0]: list(Event.objects.filter(ticket__in=visible_to(user))
    .values_list("ticket", "seq")) for user in User.objects.all()}))
"""


@dataclass
class Reader:
    """One page, reduced to what it is told."""

    name: str
    port: int
    key: str
    chance: random.Random
    place: str = "0-0"
    told: list[tuple[int, int]] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    connections: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Listen until stopped, coming back whenever the connection ends."""
        while not self.stop.is_set():
            door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
            try:
                headers = {"Cookie": f"rafeeq_session={self.key}", "Last-Event-ID": self.place}
                door.request("GET", "/inbox/live/", headers=headers)
                self.listen(door.getresponse(), hangs_up_after=self.chance.randint(5, 60))
            except (OSError, http.client.HTTPException):
                self.stop.wait(0.05)
            finally:
                door.close()

    def listen(self, answer: http.client.HTTPResponse, *, hangs_up_after: int) -> None:
        """Take what comes; the place moves only with a whole event, as in a browser."""
        assert answer.status in (200, 503)
        self.connections += 1
        event: dict[str, str] = {}
        while not self.stop.is_set() and (line := answer.readline().decode()):
            name, _colon, value = line.rstrip("\n").partition(": ")
            event[name] = value
            if line == "\n":
                self.take(event)
                event = {}
                hangs_up_after -= 1
                if not hangs_up_after:
                    return

    def take(self, event: dict[str, str]) -> None:
        self.place = event.get("id", self.place)
        if event.get("event") == "told":
            data: dict[str, Any] = json.loads(event["data"])
            self.told.append((data["ticket"], data["seq"]))
        elif "event" in event:
            self.others.add(event["event"])


def kill_again_and_again(served: Served, readers: list[Reader], writing: threading.Thread) -> None:
    chance = random.Random(SEED)
    moments = sorted(chance.randint(20, 2 * WRITERS * EACH) for _kill in range(KILLS))
    for moment in moments:

        def is_time(at: int = moment) -> bool:
            return sum(len(one.told) for one in readers) >= at or not writing.is_alive()

        until(is_time)
        web = until(lambda: served.child("web"))
        web.kill()

        def another(old: int = web.pid) -> bool:
            new = served.child("web")
            return new is not None and new.pid != old

        until(another)


@pytest.mark.on_postgresql  # where transactions end in another order than they began
def test_every_event_exactly_once_and_none_to_whom_it_is_hidden(installation: Installation) -> None:
    with installation.hand() as hand, installation.serving() as served:
        made = json.loads(hand.does(SETTING))
        readers = [
            Reader(name, served.port, made["keys"][name], random.Random(SEED + number))
            for number, name in enumerate(READERS)
        ]
        threads = [threading.Thread(target=reader.run) for reader in readers]
        for thread in threads:
            thread.start()
        hand.begin(WRITING.format(given=(made["tickets"], SEED, WRITERS, EACH)))
        writing = threading.Thread(target=hand.end)
        writing.start()
        try:
            kill_again_and_again(served, readers, writing)
            writing.join()
            expected = {name: {tuple(one) for one in ones} for name, ones in json.loads(hand.does(EXPECTED)).items()}
            until(lambda: all(set(one.told) >= expected[one.name] for one in readers))
        finally:
            for reader in readers:
                reader.stop.set()
            for thread in threads:
                thread.join()
    for reader in readers:
        assert sorted(reader.told) == sorted(expected[reader.name]), reader.name  # each once, and nothing else
        assert reader.others <= {"hello", "beat"}, "nobody had to start over"

    assert sum(reader.connections for reader in readers) > KILLS * len(readers)
    assert expected["fahd"] != expected["noura"]
