"""Telling what a sender wrote now from what the mail program quoted, in plain text, HTML and subjects."""

from .text import Split, split_text

__all__ = ["Split", "split_text"]
