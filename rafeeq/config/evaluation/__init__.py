"""Answers measured: a labelled set of questions is asked of a throw-away installation that holds its articles."""
