"""Say whom a complaint about conduct is about, in the transaction that opens it."""

from rafeeq.staff.models import Team, User
from rafeeq.tickets.actions.timeline import Actor, append
from rafeeq.tickets.models import ConductComplaint, Ticket


def tell_whom_it_is_about(
    ticket: Ticket, *, origin: Ticket, person: User | None, confided_to: Team | None, by: Actor
) -> ConductComplaint:
    """Write down whom a ticket just opened with `is_conduct` complains of; its first message completes the row.

    `person`: the one of ours whom the customer named, or None. The team is the one that has the `origin` now.
    """
    made = ConductComplaint.objects.create(
        ticket=ticket, origin=origin, person=person, team_id=origin.team_id, confided_to=confided_to
    )
    data = {"person": person.pk if person else None, "team": origin.team_id, "origin": origin.number}
    append(ticket, "conduct.complained", by=by, data=data)
    return made
