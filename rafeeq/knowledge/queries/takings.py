"""What is asked about documents on their way in."""

from collections.abc import Sequence

from rafeeq.knowledge.models import ArticleImport

LATEST = 20


def imports() -> Sequence[ArticleImport]:
    """What was sent lately, the newest first, without what stood in it."""
    return list(ArticleImport.objects.defer("plan").select_related("by").order_by("-pk")[:LATEST])


def import_of(pk: int) -> ArticleImport | None:
    """One of them."""
    return ArticleImport.objects.filter(pk=pk).select_related("by").first()
