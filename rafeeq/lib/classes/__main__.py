"""Learn in a process of its own, which ends: a server keeps nothing of the fitting in memory.

`python -m rafeeq.lib.classes LIFELINE`: a task in JSON comes in, and the file is written. `beside.begin` runs it.
"""

import json
import os
import sys

from rafeeq.lib.classes.beside import Task, work
from rafeeq.lib.lifeline import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.nice(10)
    work(Task(**json.load(sys.stdin)))
