"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Sought

PERSONAL: Mapping[str, Declaration] = {
    "Member": Impersonal("numbers of tickets"),
    "Fact": Impersonal("moments, ids and plain values"),
    "DayCount": Impersonal("counts"),
    "Sample": Impersonal("a period, a seed and counts"),
    "Drawn": Impersonal("numbers of tickets, and one word of ours about each"),
    "Hint": Sought(
        columns=("why",),
        free=("detector", "subject", "rows"),  # words of the code, and numbers of tickets
        erase={"why": MARK},
    ),
}
