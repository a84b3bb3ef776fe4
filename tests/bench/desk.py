"""A filled desk, made by another process than the one that measures it.

Whoever measures in the process that has just written a hundred thousand tickets measures its scattered memory and a
journal that is not yet folded into the database along with the page.
"""

import gc
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def fill(environment: Mapping[str, str], size: int, *, said: bool = True) -> float:
    """Fill the desk of this environment, unless it is filled; the seconds it took."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.desk", str(size), *(() if said else ("lean",))]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - begun, 1)


def as_served() -> None:
    """Keep the collector from going through what is loaded, as the served process does (config/forked.py)."""
    gc.collect()
    gc.freeze()


def _child(size: int, *, said: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from rafeeq.tickets.models import Ticket
    from tests.bench.load import load

    call_command("migrate", verbosity=0)
    if Ticket.objects.count() < size:
        load(size, said=said)
    connection.close()  # SQLite folds its journal into the database when the last connection ends


if __name__ == "__main__":
    _child(int(sys.argv[1]), said="lean" not in sys.argv)
