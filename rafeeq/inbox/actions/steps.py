"""Who is told of procedures: of a step that is said to be wrong, of one that is missing, and of abuse."""

from collections.abc import Iterable

from rafeeq.inbox.actions.baton import leading
from rafeeq.inbox.models import Notice
from rafeeq.knowledge.queries.procedures import procedure
from rafeeq.staff.queries import people
from rafeeq.tickets.models import Event

STEPS = ("procedure.step_faulted", "procedure.missing", "message.marked_abusive")

Concerned = Iterable[tuple[int | None, str]]


def told_of_steps(event: Event, _assignee: int | None) -> Concerned:
    """Whom this event concerns, and as what kind of notice."""
    if event.kind == "message.marked_abusive":
        return [(pk, Notice.Kind.ABUSE) for pk in leading(event.ticket.branch_id)]
    if event.kind == "procedure.missing":
        return [(pk, Notice.Kind.UNWRITTEN) for pk in _managers()]
    row = procedure(event.data["procedure"])
    keepers = [row.owner_id] if row and row.owner and row.owner.is_active else _managers()
    return [(pk, Notice.Kind.FAULTY) for pk in keepers]


def _managers() -> list[int]:
    return list(people().filter(role="manager").values_list("pk", flat=True)) or list(
        people().filter(role="admin").values_list("pk", flat=True)
    )
