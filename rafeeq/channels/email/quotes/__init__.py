"""Telling what a sender wrote now from what the mail program quoted, in plain text, HTML, forwards and subjects."""

from .forward import Forwarded, forwarded
from .html import SplitHtml, split_html
from .subject import strip_prefixes
from .text import Split, split_text

__all__ = ["Forwarded", "Split", "SplitHtml", "forwarded", "split_html", "split_text", "strip_prefixes"]
