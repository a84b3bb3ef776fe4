"""What is asked of time."""

from rafeeq.sla.queries.clocks import clocks_of, clocks_of_new
from rafeeq.sla.queries.time_rules import rules

__all__ = ["clocks_of", "clocks_of_new", "rules"]
