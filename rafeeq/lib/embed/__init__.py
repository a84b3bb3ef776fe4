"""Sentences as vectors: what means the same lies near each other, whatever words and dialect it is said in."""

from rafeeq.lib.embed.port import NAMES, NOTHING, Embedder, Unavailable, chosen, is_installed

__all__ = ["NAMES", "NOTHING", "Embedder", "Unavailable", "chosen", "is_installed"]
