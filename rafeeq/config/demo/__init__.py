"""A believable company to look at: Nakhla Telecom, its people, and a month of its customers."""
