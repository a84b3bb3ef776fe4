"""What happens by itself: rules that a manager writes in plain words, read from the timeline and from the clock."""
