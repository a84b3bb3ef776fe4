"""The pages of insights, in files by noun."""
