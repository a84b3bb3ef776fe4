"""What this app's tables hold of customers: nothing. A route names organisations by their keys alone."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal

PERSONAL: Mapping[str, Declaration] = {
    "Route": Impersonal("rules for all matters, by words and keys"),
    "Turn": Impersonal("when a person of ours was given something last"),
}
