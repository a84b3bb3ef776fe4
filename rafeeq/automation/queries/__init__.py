"""What pages and rounds ask about rules that act by themselves."""
