"""The file that questions are ranked by: written beside and renamed, from the passages alone."""

from collections.abc import Callable

from rafeeq.knowledge.models import Passage
from rafeeq.knowledge.queries.finding import FEW, RULES, behind, entries, passages_by_edition, path

SHARE = 0.05  # of the passages: so many may be missing in the file before it is written anew


def keep_index() -> bool:
    """Write the file where it is missing, of other rules, or far behind; whether it was written.

    A small library needs none: each process reads it in a moment.
    """
    count = Passage.objects.count()
    if count <= FEW or behind() <= count * SHARE:
        return False
    write_index()
    return True


def write_index(*, told: Callable[[int], None] | None = None) -> int:
    """Write the file anew, whatever stands there; how many passages it holds. `told` hears how many are done."""
    from rafeeq.lib.search.shelf import filled, save

    shelf = filled(entries(passages_by_edition(), told=told))
    save(shelf, path(), stamp=RULES)
    return len(shelf.passages)
