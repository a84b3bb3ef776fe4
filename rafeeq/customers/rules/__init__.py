"""What is decided about customers from values alone."""

from rafeeq.customers.rules.addresses import BadAddress, mailbox_of, normalise
from rafeeq.customers.rules.persons import DEFAULT_REGION, LONGEST_NAME, TITLES, fold, hush, may_be_called, shown_region

__all__ = [
    "DEFAULT_REGION",
    "LONGEST_NAME",
    "TITLES",
    "BadAddress",
    "fold",
    "hush",
    "mailbox_of",
    "may_be_called",
    "normalise",
    "shown_region",
]
