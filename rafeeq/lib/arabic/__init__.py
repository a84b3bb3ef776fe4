"""The one analyser of Arabic text: what is stored for matching, and what is asked, are its words."""
