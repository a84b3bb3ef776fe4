"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, NUMBERED, Declaration, Impersonal, Personal, Sought

_OWN = ("customer",)

PERSONAL: Mapping[str, Declaration] = {
    "Customer": Personal(
        owners=("pk",),
        erase={
            "name": MARK,
            "folded": "",
            "title": "",
            "called": "",
            "accessibility": "",
            "hold_reason": "",
            "restricted_why": "",
            "external_id": "",
        },
        free=("language", "wants_language"),
    ),
    "Address": Personal(owners=_OWN, erase={"value": "", "shown": ""}, delete=True),
    "Consent": Personal(owners=_OWN),
    "Fact": Personal(owners=_OWN, erase={"text": ""}, delete=True),
    "Document": Personal(owners=_OWN, erase={"name": "", "folded": "", "why_again": ""}, delete=True),
    # Visits and orders stay countable, and name nobody.
    "Dealing": Personal(owners=_OWN, erase={"external_id": NUMBERED, "what": ""}, free=("currency",)),
    "Merge": Personal(owners=("kept", "gone"), erase={"moved": dict, "before": dict}, internal=True),
    "Organisation": Impersonal("companies; one of which nobody else is goes with its last customer"),
    "Import": Sought(
        columns=("name", "error"),
        files=("stored",),
        free=("encoding", "delimiter", "columns"),
        erase={"name": "", "error": "", "stored": ""},
    ),
    "ImportFault": Sought(columns=("value",), free=("column",)),
}
