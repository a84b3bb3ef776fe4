"""Telling what a sender wrote now from what the mail program quoted, in plain text, HTML, forwards and subjects.

HTML has a door of its own, `quotes.html`: it brings a parser along.
"""

from .forward import Forwarded, forwarded
from .subject import strip_prefixes
from .text import Split, split_text

__all__ = ["Forwarded", "Split", "forwarded", "split_text", "strip_prefixes"]
