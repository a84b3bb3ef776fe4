"""The JSON door: parses, calls the same actions, flows and queries, renders."""
