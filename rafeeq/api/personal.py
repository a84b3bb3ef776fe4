"""What this app's tables hold of customers: nothing."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

PERSONAL: Mapping[str, Declaration] = {"ApiToken": Impersonal("keys of people of ours")}
