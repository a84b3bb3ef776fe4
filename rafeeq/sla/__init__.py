"""By when: time rules, the clocks that follow each ticket, and what we have promised."""
