"""Why something cannot be done with a promise, in sentences for whoever tried."""

from django.utils.translation import gettext_lazy as _

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
