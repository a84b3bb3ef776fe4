"""The timeline as a stream: open pages learn of what happens while they stand open."""
