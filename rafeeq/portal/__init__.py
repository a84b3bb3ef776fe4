"""The customer's door: the help centre, the request form, my ticket and my verdict."""
