"""The verbs about customers."""

from rafeeq.customers.actions.addresses import mark_bouncing, mark_verified, normal_form, recognise

__all__ = ["mark_bouncing", "mark_verified", "normal_form", "recognise"]
