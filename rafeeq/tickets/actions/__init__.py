"""The verbs of the record: everything that writes tickets, messages, the timeline and the ledger."""
