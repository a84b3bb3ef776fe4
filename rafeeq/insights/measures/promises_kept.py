"""Promises kept on time, of the promises that were due."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.insights.rules.facts import PROMISE, Told
from rafeeq.insights.rules.measure import Measure


def cells(told: Told) -> tuple[str, ...]:
    """Moved before it was due is told apart: neither kept nor broken."""
    state = told["state"]
    if state in ("moved", "released"):
        return (f"-{state}",)
    if state == "open":
        return ("-not_due",)
    return ("yes",) if state == "kept" else ("no", f"+{state}")


measure = Measure(
    name="promises_kept",
    title=_("Promises kept on time"),
    about=_("Of the promises whose time has come, those kept by then with a result."),
    form="share",
    yes=pgettext_lazy("measure", "Kept on time"),
    no=pgettext_lazy("measure", "Late or broken"),
    fact=PROMISE,
    cells=cells,
    order=5,
)
