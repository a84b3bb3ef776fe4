"""Decisions of routing: which route a matter takes, and who is given it."""
