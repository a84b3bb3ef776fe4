"""The shape of what people enter in the settings: one file for each group of rooms."""
