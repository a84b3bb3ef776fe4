"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Personal

PERSONAL: Mapping[str, Declaration] = {
    "Promise": Personal(owners=("ticket__customer",), erase={"text": MARK, "result": ""}),
    "Clock": Impersonal("moments and ids"),
    "Counted": Impersonal("calendars and places"),
    "Pause": Impersonal("moments and ids"),
    "Following": Impersonal("a place on a timeline"),
    "TimeRule": Impersonal("rules for all tickets"),
}
