"""What pages and programs ask of insights."""
