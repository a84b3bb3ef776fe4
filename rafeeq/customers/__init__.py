"""The people who are served: customers, their addresses and their organisations."""
