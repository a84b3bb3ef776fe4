"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Sought

PERSONAL: Mapping[str, Declaration] = {
    "Member": Impersonal("numbers of tickets"),
    "Fact": Impersonal("moments, ids and plain values"),
    "DayCount": Impersonal("counts"),
    "Hint": Sought(
        columns=("why",),
        free=("detector", "subject", "rows"),  # words of the code, and numbers of tickets
        erase={"why": MARK},
    ),
}
