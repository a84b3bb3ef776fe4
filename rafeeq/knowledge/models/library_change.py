"""That something has changed of what may be read: a row for every such change, written by the database itself.

The database writes it, and not each verb: so no verb can forget it, nor an import, an erasure, a restore or a hand in
the shell. A row is added and none is touched, so writers never wait for each other.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rafeeq.system.watched import Watched

# What decides who reads an edition; that of which it consists is written once, and passages have numbers of their own.
WATCHED = {
    "knowledge_article": ("state", "audience", "review_on", "topic_id", "language"),
    "knowledge_edition": ("current_id", "article_id", "language"),
    "knowledge_topic": ("is_active",),
}
_TOLD = Watched("knowledge_library_has_changed", "knowledge_librarychange", WATCHED)
watch, unwatch = _TOLD.watch, _TOLD.unwatch


class LibraryChange(models.Model):
    """One change. `number` is drawn by chance: the number of a row that was rolled back is given again."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("change of what may be read")

    def __str__(self) -> str:
        return f"{self.pk}"
