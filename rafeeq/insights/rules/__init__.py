"""What a timeline says of a matter, and what measures make of it: from values alone."""
