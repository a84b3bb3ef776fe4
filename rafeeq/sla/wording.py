"""Times in words, and why something cannot be done with a promise, in sentences for whoever tried."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rafeeq.ui.numbers import spoken

REFUSALS = {
    "text": _("Write what is promised."),
    "past": _("This time has passed already. A promise needs a time that is still to come."),
    "far": _("This is more than a year away. Check the year, or promise a nearer step."),
    "same": _("This is the time that was promised already."),
    "owner": _("This person cannot own the promise: their account is closed, or they take no requests of this team."),
    "reason": _("Say why: the customer is told."),
    "result": _("Say what came of it: without a result the promise is not kept."),
    "empty": _("This tells the customer nothing new. Write what was found out or done for them."),
    "settled": _("This promise has been settled meanwhile."),
    "due": _("Its time has passed, and it can no longer be moved. What can still be done is to keep it late."),
}


def length(amount: int, unit: str) -> str:
    """So much time, in words."""
    if unit == "working_minutes":
        words = ngettext("%(num)s working minute", "%(num)s working minutes", amount)
    elif unit == "working_hours":
        words = ngettext("%(num)s working hour", "%(num)s working hours", amount)
    elif unit == "working_days":
        words = ngettext("%(num)s working day", "%(num)s working days", amount)
    elif unit == "calendar_hours":
        words = ngettext("%(num)s hour by the clock", "%(num)s hours by the clock", amount)
    else:
        words = ngettext("%(num)s day by the calendar", "%(num)s days by the calendar", amount)
    return spoken(words % {"num": amount})
