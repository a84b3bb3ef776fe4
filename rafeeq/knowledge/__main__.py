"""Write the index of articles in a process of its own, which ends: a server keeps nothing of the reading in memory.

`python -m rafeeq.knowledge`; `actions.index.AT_WORK` runs it.
"""

import os

import django

if __name__ == "__main__":
    os.nice(10)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafeeq.config.settings")
    django.setup()
    from rafeeq.knowledge.actions.index import write_index

    write_index()
