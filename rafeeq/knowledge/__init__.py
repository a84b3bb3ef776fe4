"""What we know and say again: the ready replies of teams, and later articles and procedures."""
