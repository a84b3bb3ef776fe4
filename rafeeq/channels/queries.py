"""What pages ask about raw things that came in."""

from rafeeq.channels.models import Inbound
from rafeeq.staff.models import User
from rafeeq.system import spool
from rafeeq.system.storage import read
from rafeeq.tickets.queries import visible_to


def raw_of(inbound: Inbound) -> bytes:
    """The bytes as they reached us; they are kept as the spool had them, below a line of what the carrier told."""
    return spool.of_file(read(inbound.stored))[1]


def original_for(user: User, message: int) -> Inbound | None:
    """The raw original of a message, if this person may see its ticket."""
    return Inbound.objects.filter(message=message, message__ticket__in=visible_to(user)).order_by("pk").first()
