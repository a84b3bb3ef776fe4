"""Processes that do not outlive who began them, however that one ends: a pipe that closes tells them.

Who begins a process keeps one end of the pipe, and nobody ever writes into it. The kernel closes it with the process
that holds it, also where that was killed.
"""

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from typing import IO

GRACE = 10.0  # seconds from the request to stop until what still runs is killed
NO_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def begin_beside(module: str, *, given: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Let a module of ours do what it does in a process of its own, with `given` to read.

    It calls `end_with_parent` with its first argument.
    """
    read_end, write_end = os.pipe()
    try:
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "-m", module, str(read_end)],
            stdin=given,
            stdout=subprocess.DEVNULL,
            env=os.environ | NO_THREADS,
            pass_fds=(read_end,),
        )
    except BaseException:
        os.close(write_end)
        raise
    finally:
        os.close(read_end)
    weakref.finalize(process, os.close, write_end)
    return process


def end_with_parent(read_end: int) -> None:
    """In a child: end politely when the parent is gone, and for certain a little later."""

    def listen() -> None:
        os.read(read_end, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=listen, name="lifeline", daemon=True).start()
