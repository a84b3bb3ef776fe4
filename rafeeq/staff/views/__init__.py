"""Pages about people: how they come in, their own account, and who works here."""
