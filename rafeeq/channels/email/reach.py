"""Which servers an administrator may have this machine talk to.

Mail servers often stand in the company's own network. But whoever takes over an administrator's session could use the
mailbox test to feel their way through that network. So addresses that are not public are refused, unless whoever runs
the machine has said RAFEEQ_PRIVATE_MAIL=yes in its environment; what only machines of the cloud answer at (link-local)
is refused even then. The name is resolved here once, and the trial talks to the very address that was judged.
"""

import socket

from django.conf import settings
from django.utils.translation import gettext as _

from rafeeq.lib.addresses import NOTHING, Allowed, may_be_reached

HOST = "mail"  # by which name whoever runs the machine has let private addresses be reached


class OutOfReach(Exception):
    """This server may not, or cannot, be talked to; the message says why in the reader's language."""


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that a host has, all of them allowed. Raises OutOfReach, also for a name that is not there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError, ValueError):
        raise OutOfReach(
            _("There is no server called “%(host)s”. Please look for a slip of the pen in its name.") % {"host": host}
        ) from None
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    for address in addresses:
        if not allowed(address, private=settings.RAFEEQ_PRIVATE_MAIL):
            raise OutOfReach(
                _(
                    "“%(host)s” lies inside this machine's own network. If your mail server really stands there, "
                    "whoever runs this installation must set RAFEEQ_PRIVATE_MAIL=yes first."
                )
                % {"host": host}
            )
    return addresses


def allowed(address: str, *, private: bool) -> bool:
    """Whether this numeric address may be talked to; decided where every other outgoing address is."""
    return may_be_reached(address, HOST, Allowed(hosts=frozenset({HOST})) if private else NOTHING)
