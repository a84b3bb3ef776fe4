"""The settings pages: they arrange what all floors below own, and record who arranged what."""
