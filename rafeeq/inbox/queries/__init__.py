"""What the inbox's pages ask; each question begins with what this person may see."""
