"""The people who serve: users, roles, teams, branches and who may see what."""
