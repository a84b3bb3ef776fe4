"""A real installation in a folder of its own, driven through the real command line in real processes."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from rafeeq.config.tests.forks import let_go, the_forks
from tests import migrated

Found = TypeVar("Found")
PREPARED = "rafeeq_prepared"
PATIENCE = 300  # seconds after which a thing that was waited for is taken as never coming
OTHERS = 900  # the same for what another process of the run makes, which itself waits for a busy machine
TOGETHER = """
import contextlib, io, json, sys, traceback
from rafeeq.config.command import main
from rafeeq.config.commands.shape import start_django

ended, given = [], sys.stdin.buffer.read()
for arguments in {commands!r}:
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(given))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            if arguments[0] == "python":
                start_django()
                exec(arguments[1], {{}})
                code = 0
            else:
                code = main(arguments)
        except SystemExit as end:
            code = end.code
        except Exception:
            code = 1
            traceback.print_exc()
    ended.append([arguments, code, out.getvalue(), err.getvalue()])
print(json.dumps(ended))
"""
HAND = """
import contextlib, io, json, sys
from rafeeq.config.commands.shape import start_django

start_django()
for line in sys.stdin:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(json.loads(line), {})
    print(json.dumps(out.getvalue().strip()), flush=True)
"""
COMMAND = [sys.executable, "-m", "rafeeq.config.command"]


def until(look: Callable[[], Found | None], patience: float = PATIENCE) -> Found:
    """Look again and again until there is something to see; returns it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        threading.Event().wait(0.02)
    raise AssertionError("It never came.")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@dataclass
class Installation:
    """One data folder with its settings."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes; nothing of the developer's own installation comes in."""
        ours = ("RAFEEQ_", "DJANGO_", "DATABASE_URL", "EMAIL_URL", "PYTEST_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**clean, "RAFEEQ_DATA": str(self.data), "RAFEEQ_VECTORS": "none", **self.settings}

    def run(self, *arguments: str, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        environment = {**self.environment, **settings}
        done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, env=environment, check=False)
        out, err = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def together(self, *commands: tuple[str, ...], given: bytes = b"") -> list[subprocess.CompletedProcess[str]]:
        """Run several commands one after the other in one process, which loads the product only once.

        Each finds `given` on its standard input.
        """
        came, out, err = the_forks().run(TOGETHER.format(commands=list(commands)), self.environment, given)
        assert came, err
        return [subprocess.CompletedProcess(*one) for one in json.loads(out.splitlines()[-1])]

    def python(self, code: str) -> str:
        """Run a little Python inside the installation and return what it prints."""
        (done,) = self.together(("python", code))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def hand(self) -> Iterator["Hand"]:
        """A process inside the installation that does one piece of Python after the other, and loads the product once.

        For several commands at once, `together`; this is for a test that does something of its own between them.
        """
        process = subprocess.Popen(
            [sys.executable, "-c", HAND], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        with process:  # which closes what it reads, and waits for its end
            yield Hand(process)

    def copy(self, data: Path) -> "Installation":
        """The same installation once more, in another folder and another database."""
        shutil.copytree(self.data, data)
        database = self.settings.get("DATABASE_URL")
        return Installation(data, new_database(re.findall(r"@/(\w+)", database)[0]) if database else {})

    @contextmanager
    def serving(self) -> Iterator["Served"]:
        """Serve in a process group of its own, as a terminal would; whatever is left at the end is killed."""
        self.settings["RAFEEQ_PORT"] = str(free_port())
        log = self.data.with_suffix(".log")
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*COMMAND, "serve"], env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        served = Served(process, int(self.settings["RAFEEQ_PORT"]), log)
        try:
            until(lambda: "Ctrl-C" in served.said() or process.poll() is not None)
            assert process.poll() is None, served.said()
            yield served
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@dataclass
class Hand:
    """A process that does what it is told, and says what that printed."""

    process: subprocess.Popen[str]

    def begin(self, code: str) -> None:
        """Let it do this while the test goes on."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()

    def end(self) -> str:
        """Wait until it has done what it began; returns what that printed."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said, "It ended: its last words stand among what the test printed as errors."
        return str(json.loads(said))

    def does(self, code: str) -> str:
        """Both of it."""
        self.begin(code)
        return self.end()


@dataclass
class Served:
    """A running `rafeeq serve`."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def said(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str) -> str:
        """Fetch a page; raises HTTPError for anything but success."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def child(self, name: str) -> psutil.Process | None:
        """The living process of this name."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it may end while we look
                if name in [*child.cmdline(), *child.name().split()]:
                    return child
        return None


def new_database(like: str = "", name: str = "") -> dict[str, str]:
    """Where a new installation keeps its rows: in its folder, or in a new database of the tests' cluster."""
    if not migrated.cluster():
        return {}
    return {"DATABASE_URL": migrated.create_database(name or f"rafeeq_{uuid.uuid4().hex}", like or migrated.template())}


@pytest.fixture(scope="session")
def prepared(django_db_setup: None) -> Iterator[Installation]:
    """An installation that was prepared and never used; to be copied, not to be touched."""
    yield prepare_once()
    let_go()


def prepare_once() -> Installation:
    """Made once in a run for each kind of database, whichever process asks first."""
    if os.environ.get("RAFEEQ_TEST_LANE") == "processes":
        until(migrated.file().exists, OTHERS)  # the lane on SQLite makes it
    with migrated.alone("prepared") as place:
        if place.exists():
            url = migrated.url(PREPARED)
            return Installation(place, {"DATABASE_URL": url} if url else {})
        made = Installation(place, new_database(name=PREPARED))
        if not made.settings:
            migrated.lay(made.data)
        with migrated.static_once(made.data):
            done = made.run("prepare")
            assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def new_installation(prepared: Installation, tmp_path: Path) -> Callable[[str], Installation]:
    """Makes prepared installations, each in a folder and a database of its own."""
    return lambda name: prepared.copy(tmp_path / name)


@pytest.fixture
def installation(new_installation: Callable[[str], Installation]) -> Installation:
    """One prepared installation."""
    return new_installation("data")
