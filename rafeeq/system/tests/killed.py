"""A small process whose children put or park a mail and are killed before each line that they run.

A process of its own, because one that holds Django and all the tests takes many times longer to fork.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from rafeeq.system import durable, spool

NOTE = {"account": "الدعم", "from": "noor@example.test"}
LETTER = "Subject: طلب\r\n\r\nأين طلبي؟\n\x00\xff".encode("utf-8", "surrogateescape")


def before_line(number: int, work: Callable[[], bytes]) -> tuple[bool, list[str]]:
    """Run the work in a child that is killed with SIGKILL before the `number`-th line of our two modules.

    Gives whether it came to its end, and what it said was accepted.
    """
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        ours, left = {spool.__file__, durable.__file__}, number

        def trace(frame: FrameType, event: str, arg: object) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in ours:
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        os.write(say, work() + b"\n")
        os._exit(0)
    os.close(say)
    with open(hear, "rb") as heard:
        said = heard.read().decode().split()
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status), said


def put(folder: Path) -> Callable[[], bytes]:
    """Put a letter, and say that it is accepted."""

    def work() -> bytes:
        spool.put(folder, b"letter", note=NOTE)
        return b"letter"

    return work


def park(folder: Path) -> Callable[[], bytes]:
    """Park the letter that is there."""
    path = spool.put(folder, LETTER, note=NOTE)

    def work() -> bytes:
        spool.park(path, "why")
        return b"parked"

    return work


def main(name: str, below: str) -> None:
    """Tell, a line a child, how it went, until one comes to its end."""
    for number in range(1_000):
        told = before_line(number, {"put": put, "park": park}[name](Path(below) / str(number)))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        if told[0]:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
