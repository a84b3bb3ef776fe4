"""What may be answered from articles, how surely and in which words, and what is for a person: from values alone."""
