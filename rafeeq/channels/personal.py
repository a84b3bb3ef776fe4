"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import Declaration, Impersonal, Personal

PERSONAL: Mapping[str, Declaration] = {
    "Account": Impersonal("our own mailboxes"),
    # The row stays: by its identity a mail that is fetched once more is recognised, and not taken in again.
    "Inbound": Personal(
        owners=("ticket__customer", "message__ticket__customer", "message__customer"),
        erase={"error": ""},
        files=("stored",),
        free=("channel", "identity"),
    ),
}
