"""What is decided about time, from values alone."""
