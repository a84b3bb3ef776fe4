"""By what measures are split."""

DIMENSIONS = ("team", "branch", "tier", "channel", "reason")
