"""The address of the house: settings, routes and the rafeeq command line."""
