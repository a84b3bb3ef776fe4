"""The verbs of time: follow the timelines with clocks."""
