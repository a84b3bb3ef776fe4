"""Passages ranked by the letters of their words: an index of our own over numpy, which whoever searches loads then."""
