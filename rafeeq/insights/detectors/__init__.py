"""One file a detector, independent of each other: each offers `detector`, looks at a week, and may be deleted."""
