"""What others have said in a ticket since a page of it was made: shown before a reply leaves that does not know it."""

from rafeeq.lib.text import whole_number
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Ticket

# After these, an answer written before them may be wrong.
TELLING = ("message.received", "message.sent", "claim.made", "verdict.given", "ticket.declined", "ticket.withdrawn")


def said_since(ticket: Ticket, seen: str, *, by: User) -> list[str]:
    """Who has spoken behind the event count `seen`, each once by name: an empty name stands for the customer.

    Nobody, where the page did not say what it has seen.
    """
    known = whole_number(seen)
    if known is None or known >= ticket.event_count:
        return []
    newer = Event.objects.filter(ticket=ticket, seq__gt=known, kind__in=TELLING).exclude(actor=Event.Actor.SYSTEM)
    foreign = [
        (actor, pk)
        for actor, pk in newer.order_by("seq").values_list("actor", "actor_id")
        if (actor, pk) != (Event.Actor.STAFF, by.pk)
    ]
    names = (
        dict(User.objects.filter(pk__in=[pk for _actor, pk in foreign]).values_list("pk", "name")) if foreign else {}
    )
    spoke = [names.get(pk or 0, "") if actor == Event.Actor.STAFF else "" for actor, pk in foreign]
    return list(dict.fromkeys(spoke))
