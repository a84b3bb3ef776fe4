"""The pages in which our people write, validate and keep what customers read."""
