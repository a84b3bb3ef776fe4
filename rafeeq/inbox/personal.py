"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal, Personal, Sought

_OF_TICKET = ("ticket__customer",)

PERSONAL: Mapping[str, Declaration] = {
    "Draft": Personal(owners=_OF_TICKET, erase={"text": "", "ignored": []}, delete=True, internal=True),
    "Upload": Personal(
        owners=_OF_TICKET,
        erase={"name": "", "content_type": ""},
        lists=("parts",),
        free=("key",),
        delete=True,
        internal=True,
    ),
    "Notice": Personal(owners=_OF_TICKET, free=("detail",), internal=True),
    "FollowUp": Personal(owners=_OF_TICKET, erase={"note": ""}, internal=True),
    # How somebody of ours narrows a list: it may have been by a customer's name or address.
    "SavedView": Sought(columns=("name", "query")),
    "Ignored": Impersonal("how often the hints of each rule were ignored, by nobody in particular"),
    "Device": Impersonal("browsers in which people of ours want to be told"),
    "NoticeMail": Impersonal("how people of ours want to be told"),
}
