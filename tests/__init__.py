"""What the tests share: the cast, the makers of rows, the servers they start, the walls they watch."""
