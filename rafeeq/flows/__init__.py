"""What happens from end to end: receive, reply, hand over, resolve; no table and no page of its own."""
