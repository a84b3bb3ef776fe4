"""Python that begins as a fork of a process which has Django in its memory, but nothing of the product.

Loading what is not ours is most of what a short process costs. Here a lane loads it once; the environment, the
settings and the product itself are each child's own. The product's real commands do not begin this way:
`Installation.run` and `Installation.serving` start them from nothing.

This file is both sides: what the tests call, and the process that forks.
"""

import contextlib
import gc
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import traceback
from functools import cache

# None of these reads a setting, and none is of a database: which SQLite it is to be, the product's settings decide.
LOADED = (
    "asgiref.sync",
    "babel.dates",
    "django.core.mail",
    "django.core.management",
    "django.core.serializers.json",
    "django.db.migrations.executor",
    "django.db.models.sql.compiler",
    "django.template.defaulttags",
    "django.template.loader_tags",
    "django.urls",
    "django.views.generic.base",
    "django_stubs_ext",
    "django_tasks.backends",
)


class Forks:
    """The process that forks, seen by the tests."""

    def __init__(self) -> None:
        self.door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:  # when `door` closes, for whatever reason, that process ends
            command = [sys.executable, "-m", "rafeeq.config.tests.forks", str(theirs.fileno())]
            self.process = subprocess.Popen(command, pass_fds=(theirs.fileno(),))

    def run(self, code: str, environment: dict[str, str], given: bytes) -> tuple[bool, str, str]:
        """Run this code to its end; whether it came there, and what it printed as output and as errors."""
        with contextlib.ExitStack() as stack:
            asked, said, complained = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            asked.write(json.dumps([code, environment]).encode() + b"\n" + given)
            asked.seek(0)
            ended, end = socket.socketpair()
            with ended:
                with end:
                    socket.send_fds(self.door, [b"?"], [one.fileno() for one in (asked, said, complained, end)])
                came = ended.recv(1) == b"!"
            said.seek(0)
            complained.seek(0)
            return came, said.read().decode(), complained.read().decode()


@cache
def the_forks() -> Forks:
    """The one of this process."""
    return Forks()


def let_go() -> None:
    """Let it end, if there is one; what it and its children took then counts as ours."""
    if the_forks.cache_info().currsize:
        the_forks().door.close()
        the_forks().process.wait()
        the_forks.cache_clear()


def fork(door: socket.socket) -> None:
    """Make children until nobody can ask for one any more."""
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # or each child looks for garbage again and again while it loads the product
    while True:
        asked, files, _flags, _address = socket.recv_fds(door, 1, 4)
        if not asked:
            break
        if not os.fork():
            door.close()
            live(files)
        for file in files:
            os.close(file)
        bury(os.WNOHANG)
    bury(0)


def bury(how: int) -> None:
    """Let go of the children that have ended, or with 0 wait until all have."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def live(files: list[int]) -> None:
    """Be a child: read what to do and in which environment, do it, say so and end."""
    came = b""
    try:
        for number, file in enumerate(files[:3]):
            os.dup2(file, number)
            os.close(file)
        code, environment = json.loads(sys.stdin.buffer.readline())
        os.environ.clear()
        os.environ.update(environment)
        exec(code, {"__name__": "__main__"})
        came = b"!"
    except BaseException:  # as at the top of any program: say it, and end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(files[3], came)
        os._exit(0)


if __name__ == "__main__":
    fork(socket.socket(fileno=int(sys.argv[1])))
