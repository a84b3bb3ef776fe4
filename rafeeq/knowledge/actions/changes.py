"""Keep the rows that tell of changes few."""

from rafeeq.knowledge.models import LibraryChange

KEPT = 20


def forget_old_changes() -> None:
    """Let all but the last ones go. Whoever keeps a set reads it once more then, and nothing else comes of it."""
    last = LibraryChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    LibraryChange.objects.filter(pk__lte=last - KEPT).delete()
