"""What this app's tables hold of customers: nothing but keys. What a rule wrote stands with the ticket."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

PERSONAL: Mapping[str, Declaration] = {
    "AutomationRule": Impersonal("rules for all requests, by words and keys"),
    "Waiting": Impersonal("which rule looks at which request when"),
    "Acted": Impersonal("which rule did what with which request"),
}
