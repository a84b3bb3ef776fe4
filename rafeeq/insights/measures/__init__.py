"""One file a measure, independent of each other: each offers `measure`, and may be deleted."""
