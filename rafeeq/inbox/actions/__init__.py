"""The verbs of the inbox: saying things once, keeping drafts and files on their way, telling colleagues."""

from rafeeq.inbox.actions.once import Once, once, open_by_hand

__all__ = ["Once", "once", "open_by_hand"]
