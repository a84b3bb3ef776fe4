"""Dated words in a draft reply, and when what they say is due."""

from rafeeq.lib.dated_words.due import Calendar, resolve
from rafeeq.lib.dated_words.meanings import Found, Kind, Length, Point
from rafeeq.lib.dated_words.phrases import find

__all__ = ["Calendar", "Found", "Kind", "Length", "Point", "find", "resolve"]
