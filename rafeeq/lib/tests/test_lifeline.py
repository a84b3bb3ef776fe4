"""A process that was begun beside another one ends with it, however that one ends."""

import os
import select
import subprocess
import sys

BEGINS = """
import sys
from rafeeq.lib.lifeline import begin_beside
process = begin_beside("rafeeq.lib.tests.waits")
print(process.pid, flush=True)
sys.stdin.read()
"""


def test_who_was_begun_beside_a_killed_process_ends() -> None:
    parent = subprocess.Popen([sys.executable, "-c", BEGINS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = os.pidfd_open(int(parent.stdout.readline()))
    try:
        assert not select.select([child], [], [], 0)[0], "it lives while its parent does"
        parent.kill()
        assert select.select([child], [], [], 60)[0], "it has ended"
    finally:
        os.close(child)
        parent.communicate()
