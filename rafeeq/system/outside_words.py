"""Why nothing came back from another system, by the name of the trouble, in words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TROUBLES: dict[str, str | Promise] = {
    "Refused": _("The address is not an open one: a closed network has to be allowed first."),
    "Unreachable": _("Nobody answers at this address."),
    "TooSlow": _("The other side took too long."),
    "TooLarge": _("The other side answered with more than we read."),
    "Garbled": _("What came back cannot be understood."),
    "TooManyRedirects": _("The other side sent us on and on."),
}
