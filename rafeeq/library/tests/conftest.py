"""Tests of the settings ask for the cast."""

from tests.cast import cast

__all__ = ["cast"]
