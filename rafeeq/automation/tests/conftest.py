"""These tests may ask for the cast."""

from tests.cast import cast

__all__ = ["cast"]
