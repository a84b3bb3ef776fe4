"""Tests of the inbox ask for the cast."""

from tests.cast import cast

__all__ = ["cast"]
