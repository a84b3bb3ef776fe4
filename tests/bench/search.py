"""Searching: CPU of whole requests over 100,000 tickets, and suggestions as one types over a hundred thousand and a
million messages; what it costs to take one message's words down.

The texts are drawn from the words of `tests/evals/ar` as often as words are used (the n-th one n-th as often as the
first), with particles and numbers, so that the table of words is as wide as a real one. Three messages a ticket. Each
size lives in a folder of its own; RAFEEQ_BENCH_SEARCH_<messages> names one that is kept, and filled only once.
RAFEEQ_BENCH_SIZES names the sizes in messages. With RAFEEQ_BENCH_DATABASE=postgresql the server's CPU is added.
The first five of a kind are left out: a server decides after five times how it carries out a statement for good.
"""

import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.bench import database, desk

SIZES = [int(size) for size in os.environ.get("RAFEEQ_BENCH_SIZES", "100000,300000,1000000").split(",")]
RARE, COMMON = "زمردية", "قسيمة"  # in forty tickets, and in one of twenty; in no other text
ROUNDS, TYPED, TAKEN = 30, 150, 300
READERS = ("agent", "manager")
CHUNK = 5000


def run() -> dict[str, Any]:
    """Measure every size; the last line compares the largest with the smallest."""
    report: dict[str, Any] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="rafeeq-bench-") as folder:
            report[f"{size} messages"] = _measured(size, os.environ.get(f"RAFEEQ_BENCH_SEARCH_{size}", folder))
    first, last = report[f"{SIZES[0]} messages"], report[f"{SIZES[-1]} messages"]
    for reader in READERS:
        name = f"as {reader} types, ms"
        report[f"growth of suggestions for the {reader}"] = round(last[name]["p95"] / first[name]["p95"], 2)
    return report


def _measured(size: int, folder: str) -> dict[str, Any]:
    environment = os.environ | {"RAFEEQ_DATA": folder, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
    environment |= database.empty()
    Path(folder).mkdir(parents=True, exist_ok=True)
    desk.fill(environment, size // 3, said=False)
    command = [sys.executable, "-m", "tests.bench.search"]
    subprocess.run([*command, "fill", str(size)], env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([*command, "ask"], env=environment, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def words() -> list[str]:
    """Words as they are written, the most used first."""
    from collections import Counter

    from rafeeq.lib.arabic.words import words_in

    counted: Counter[str] = Counter()
    for path in sorted(Path("tests/evals/ar").rglob("*.*")):
        counted.update(word for word in words_in(path.read_text("utf-8")) if not word.isascii())
    plain = [word for word, _count in counted.most_common()]
    joined = [f"{particle}{word}" for word in plain for particle in ("و", "ال", "ب", "لل", "ف")]
    return [*plain, *joined]


def texts(count: int, chance: random.Random) -> "itertools.chain[str]":
    """So many texts of some thirty words."""
    known = words()
    weights = list(itertools.accumulate(1 / (place + 4) for place in range(len(known))))

    def one(number: int) -> str:
        drawn = chance.choices(known, cum_weights=weights, k=chance.randint(8, 45))
        return f"{' '.join(drawn)} رقم {1_000_000 + number}"

    return itertools.chain(map(one, range(count)))


def _fill(count: int) -> None:
    import django

    django.setup()
    from django.db import connection, transaction

    from rafeeq.lib.search.terms import terms_of
    from rafeeq.tickets.actions.words import put, value_of
    from rafeeq.tickets.models import Message, WordsCursor
    from tests.bench.load import NOW, _at, _insert

    if Message.objects.exists():
        return
    chance, tickets = random.Random(7), count // 3
    planted = {COMMON: set(chance.sample(range(tickets), tickets // 20)), RARE: set(chance.sample(range(tickets), 40))}
    columns = (
        "id ticket_id direction channel account subject text quoted html at external_id is_automatic from_stranger"
    )
    numbered = enumerate(texts(tickets * 3, chance))
    while chunk := list(itertools.islice(numbered, CHUNK)):
        rows, terms = [], []
        for place, text in chunk:
            ticket = place // 3
            said = " ".join([text, *(word for word, where in planted.items() if place % 3 == 0 and ticket in where)])
            rows.append((place + 1, ticket + 1, "in", "email", "", "", said, "", "", _at(NOW), "", False, False))
            terms.append((place + 1, value_of("message", place + 1, terms_of(said))))
        with transaction.atomic():
            _insert(Message, columns, iter(rows))
            put(terms)
    WordsCursor.objects.update_or_create(pk=1, defaults={"message": tickets * 3, "note": 0})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    connection.close()


class Cost:
    """CPU milliseconds of this process and of the database's server."""

    def __enter__(self) -> "Cost":
        self.server, self.own = -database.server_seconds(), -time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        self.own = (self.own + time.process_time()) * 1000
        self.server = (self.server + database.server_seconds()) * 1000


def _told(costs: Sequence[Cost]) -> dict[str, float]:
    """How both together are spread, and what part of it is the server's."""
    both = sorted(cost.own + cost.server for cost in costs)
    steps = statistics.quantiles(both, n=100)
    told = {"p50": steps[49], "p95": steps[94], "p99": steps[98], "most": both[-1], "mean": statistics.mean(both)}
    if any(cost.server for cost in costs):
        told["mean of the server"] = statistics.mean(cost.server for cost in costs)
    return {name: round(value, 2) for name, value in told.items()}


class _Asking:
    """Requests of one reader through the whole application, and what each costs with the database's server."""

    def __init__(self, user: Any) -> None:
        from tests.bench.list import cookies_of

        self.cookies = cookies_of(user)

    def cost(self, path: str, words: str) -> tuple["Cost", bytes]:
        from tests.bench.list import _get

        with Cost() as cost:
            status, _tag, body = _get(f"{path}?q={quote(words)}", self.cookies)
        if not status.startswith("200"):
            raise AssertionError(status)
        return cost, body


def _ask() -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    from rafeeq.config import translations
    from rafeeq.staff.models import User

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    translations.compile()
    desk.as_served()
    found: dict[str, Any] = {}
    for reader in READERS:
        found |= _for(reader, _Asking(User.objects.filter(email__startswith=reader).order_by("pk")[0]))
    return found | _one_by_one()


def _for(reader: str, asking: _Asking) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, word in (("rare", RARE), ("common", COMMON)):
        answers = [asking.cost("/inbox/", word) for _round in range(ROUNDS)]
        if f"<mark>{word}</mark>".encode() not in answers[-1][1]:
            raise AssertionError("what was planted was not found")
        found[f"{name} word, {reader}, ms"] = _told([cost for cost, _body in answers[5:]])
    typed = [asking.cost("/inbox/suggestions/", words)[0] for words in _typed()]
    return found | {f"as {reader} types, ms": _told(typed[5:])}


def _typed() -> list[str]:
    """One to three words of a text, the last of them as far as it has been typed."""
    chance = random.Random(11)
    typed = []
    for text in itertools.islice(texts(TYPED, chance), TYPED):
        drawn = text.split()
        place = chance.randrange(len(drawn) - 2)
        some = drawn[place : place + chance.choice((1, 1, 2, 3))]
        typed.append(" ".join([*some[:-1], some[-1][: chance.randint(2, max(2, len(some[-1])))]]))
    return typed


def _one_by_one() -> dict[str, Any]:
    """New messages, each taken down in a transaction of its own."""
    from django.utils import timezone

    from rafeeq.tickets.actions.words import take_down_words
    from rafeeq.tickets.models import Message

    spent = []
    for text in texts(TAKEN, random.Random(13)):
        Message.objects.create(ticket_id=1, direction="in", channel="email", text=text, at=timezone.now())
        with Cost() as cost:
            taken = take_down_words()
        if taken != 1:
            raise AssertionError("one message was to be taken down")
        spent.append(cost)
    return {"one message taken down, ms": _told(spent[5:])}


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        _fill(int(sys.argv[2]))
    else:
        print(json.dumps(_ask()))
