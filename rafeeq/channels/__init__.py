"""The ways in and out: one folder a channel, and the sender of waiting deliveries."""
