"""Write the index of articles in a process of its own, which ends: a server keeps nothing of the reading in memory.

`python -m rafeeq.knowledge LIFELINE`; `actions.index.AT_WORK` runs it.
"""

import os
import sys

import django

from rafeeq.lib.lifeline import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.nice(10)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafeeq.config.settings")
    django.setup()
    from rafeeq.knowledge.actions.index import write_index

    write_index()
