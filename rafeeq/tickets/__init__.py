"""The record: tickets, messages, notes, the append-only timeline, claims and deliveries."""
