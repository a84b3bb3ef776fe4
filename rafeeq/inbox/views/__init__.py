"""One function for each address of the inbox."""
