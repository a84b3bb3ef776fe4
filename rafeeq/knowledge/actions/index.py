"""The file that questions are ranked by: written beside and renamed, from the passages alone, by its own process."""

import logging
import time
from collections.abc import Callable
from subprocess import Popen
from typing import TYPE_CHECKING

from rafeeq.knowledge.models import Passage
from rafeeq.knowledge.queries import meant
from rafeeq.knowledge.queries.finding import FEW, RULES, entries, opened, passages_by_edition, path
from rafeeq.lib.lifeline import begin_beside
from rafeeq.lib.search.head import about

if TYPE_CHECKING:
    from rafeeq.lib.search.shelf import Entry, Shelf

log = logging.getLogger(__name__)

SHARE = 0.05  # of the passages: so many may be missing in the file before it is written anew
SOME = 50  # passages: the same where each must be read by an encoder, which questions do not wait for
PART = 120  # seconds of reading after which what is read is kept
AGAIN = 600  # seconds until what could not be read is tried again


def is_due() -> bool:
    """Whether the file is missing, of other rules or encoders, or behind.

    A small library needs none for its letters: each process reads it in a moment. Vectors want one of their own.
    """
    wanted = {one.stamp for one in meant.encoders()}
    count = Passage.objects.count()
    if not count or (not wanted and count <= FEW):
        return False
    kept = about(path())
    if kept.get("stamp") != RULES:
        return True
    new = Passage.objects.filter(pk__gt=kept.get("last", 0)).count()
    changed = new + max(kept.get("passages", 0) - (count - new), 0)
    if wanted and (not wanted <= set(kept.get("encoders", ())) or kept.get("missing")):
        return bool(changed > 0 or time.time() - path().stat().st_mtime > AGAIN)
    few = count <= FEW or (wanted and changed > SOME)
    return bool(changed > (0 if few else count * SHARE))


def write_index(*, told: Callable[[int, int], None] | None = None) -> int:
    """Write the file anew, whatever stands there; how many passages it holds.

    It stands at once with the letters and what was known, and again with every part of the vectors that was read:
    whoever ends it loses minutes. `told` hears how many lines and passages an encoder knows, of how many.
    """
    from rafeeq.lib.search.shelf import filled, save

    there = passages_by_edition()
    rows = list(entries(there))
    state = {"last": max(map(max, there.values()), default=0), "passages": sum(map(len, there.values()))}
    before = opened()
    shelf = _read(filled(rows), rows, [before] if before is not None else [], 0, told)
    been = []
    while (read := _how_far(shelf)) not in been:
        been.append(read)
        save(shelf, path(), stamp=RULES, about=state)
        shelf = _read(shelf, rows, [shelf], PART, told)
    return len(shelf.passages)


def _read(
    shelf: "Shelf", rows: "list[Entry]", old: "list[Shelf]", seconds: float, told: Callable[[int, int], None] | None
) -> "Shelf":
    """The shelf with what is known and what can be read in this time."""
    from rafeeq.lib.search.filling import filled_in

    until = time.monotonic() + seconds
    for one in meant.encoders():
        shelf = filled_in(shelf, rows, one, old=old, is_time=lambda: time.monotonic() < until, told=told)
    return shelf


def _how_far(shelf: "Shelf") -> list[tuple[int, int]]:
    """Of each encoder how long its vectors are and how many are missing."""
    meanings = [shelf.meanings.get(one.stamp) for one in meant.encoders()]
    return [(one.line.size, one.missing) if one is not None else (0, -1) for one in meanings]


class AtWork:
    """The process that writes the file, if there is one."""

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._rests_until = 0.0

    def keep(self) -> None:
        """Begin to write the file where it is due; after a failure only when some time has passed."""
        if self._process is not None:
            if self._process.poll() is None:
                return
            if self._process.returncode:
                log.warning(
                    "Writing the index of articles failed (%s); it is tried again later.", self._process.returncode
                )
                self._rests_until = time.monotonic() + AGAIN
            self._process = None
        if time.monotonic() >= self._rests_until and is_due():
            self._process = begin_beside("rafeeq.knowledge")


AT_WORK = AtWork()
