"""Rafeeq: customer service that counts a matter as solved only when the customer says so."""

__version__ = "0.1.0"
