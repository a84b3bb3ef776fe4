"""Who should take it: routes lead new matters to their team, and find the person there."""
