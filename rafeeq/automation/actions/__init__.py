"""The verbs of rules that act by themselves."""
