"""What insights write."""
