"""What this app's tables hold of customers: nothing."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

PERSONAL: Mapping[str, Declaration] = {"Macro": Impersonal("words for all customers, with places to fill in")}
