"""What may be answered from articles, how surely, in which words of theirs, and what is for a person: from values alone."""
