"""`make test`: bring what the suite needs, then run it once, every test that touches records on both databases.

One pytest run in four lanes, so its last line counts all: one lives on SQLite, another on PostgreSQL,
and two have what mostly waits: for a browser or for mail servers, and for processes of the product
(docs/decisions/0018-lanes-of-tests.md).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rafeeq.config import translations
from tests import machine
from tests.lanes import DATABASES

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")  # where Linux keeps files in memory
ROOM = 4 << 30  # bytes that must be free there, several times what a run needs
APT = {"DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NONINTERACTIVE_SEEN": "true"}


def bring() -> None:
    """On Debian as root install what is missing; elsewhere say what it is."""
    lacking = machine.improvable()
    if not lacking:
        return
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        left_out = machine.missing()
        if left_out:
            print("Not on this machine, so left out (see the end):")
        for part in left_out:
            print("  -", part.sentence())
        return
    print("Installing for the tests:", *(name for part in lacking for name in part.packages), flush=True)
    get("update", "-qq")
    for part in lacking:  # each by itself: what one system does not have keeps nothing else out
        if get("install", "-y", "-qq", "--no-install-recommends", *part.packages):
            print(f"apt-get could not install {', '.join(part.packages)}; the rest of the suite runs.", flush=True)


def get(*arguments: str) -> int:
    """Run apt-get without asking anybody anything; returns its exit code."""
    line = ["apt-get", *arguments]
    return subprocess.run(line, env={**os.environ, **APT}, stdin=subprocess.DEVNULL, check=False).returncode


def command(arguments: list[str]) -> list[str]:
    """The pytest command: all lanes that this machine can run."""
    can = not any(part.marker == "postgresql" for part in machine.missing())
    lanes = [lane for lane, database in DATABASES.items() if can or database == "sqlite" or lane == "waiting"]
    return [sys.executable, "-m", "pytest", f"--lanes={','.join(lanes)}", *arguments]


def lay_in_memory() -> None:
    """Let the databases and folders of the run lie in memory, where there is room: none of them outlives it."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("TMPDIR", str(MEMORY))


if __name__ == "__main__":
    os.chdir(ROOT)
    bring()
    sys.stdout.flush()
    # Dozens of processes load the product: what one has compiled, the next need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not any(part.marker == "postgresql" for part in machine.missing()):
        os.environ["RAFEEQ_TEST_DATABASE"] = "both"
    translations.compile()  # before Django reads them, or a fresh clone would speak English
    lay_in_memory()
    line = command(sys.argv[1:])
    os.execv(line[0], line)
