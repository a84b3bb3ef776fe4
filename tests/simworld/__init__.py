"""A small world whose truth is known: what it shows to the product is only what a real desk could observe."""
