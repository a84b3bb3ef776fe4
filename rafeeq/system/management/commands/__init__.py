"""Each under the name by which Django calls it."""
