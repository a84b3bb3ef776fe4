"""Insights: honest measures of what came of the customers' matters, and the board on which they stand."""
