"""`make test`: bring what the suite needs, then run it once, every test that touches records on both databases.

One pytest run with two worker processes: one lives on SQLite, the other on PostgreSQL. So its last line counts all.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests import machine

ROOT = Path(__file__).resolve().parent.parent
APT = {"DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NONINTERACTIVE_SEEN": "true"}


def bring() -> None:
    """On Debian as root install what is missing; elsewhere say what it is."""
    lacking = machine.missing()
    if not lacking:
        return
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        print("Not on this machine, so left out (see the end):")
        for part in lacking:
            print("  -", part.sentence())
        return
    packages = [package for part in lacking for package in part.packages]
    print("Installing for the tests:", *packages, flush=True)
    environment = {**os.environ, **APT}
    for step in ["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]:
        done = subprocess.run(["apt-get", *step], env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        print("apt-get could not install them; the rest of the suite runs.")


def command(arguments: list[str]) -> list[str]:
    """The pytest command: a worker for each database that can be had."""
    databases = ["sqlite", "postgresql"]
    if any(part.marker == "postgresql" for part in machine.missing()):
        databases.remove("postgresql")
    workers = [f"--tx=popen//id={name}//env:RAFEEQ_TEST_DATABASE={name}//env:RAFEEQ_TEST_SUITE=1" for name in databases]
    return [sys.executable, "-m", "pytest", "--dist=each", *workers, *arguments]


if __name__ == "__main__":
    os.chdir(ROOT)
    bring()
    sys.stdout.flush()
    line = command(sys.argv[1:])
    os.execv(line[0], line)
