"""The agents' door: lists, one ticket, the composer."""
