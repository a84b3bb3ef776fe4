"""What pages ask about raw things that came in."""

from rafeeq.channels.models import Inbound
from rafeeq.staff.models import User
from rafeeq.tickets.queries import visible_to


def original_for(user: User, message: int) -> Inbound | None:
    """The raw original of a message, if this person may see its ticket."""
    return Inbound.objects.filter(message=message, message__ticket__in=visible_to(user)).order_by("pk").first()
