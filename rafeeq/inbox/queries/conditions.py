"""What stands in which queue, in the words of the partial indexes (tickets.models.ticket): they must stay the same."""

from collections.abc import Mapping
from dataclasses import dataclass

OPEN = "NOT (status = 'closed')"
AWAKE = "(snoozed_until IS NULL OR snoozed_until <= %s)"
ASLEEP = "snoozed_until > %s"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its condition, the index under the team that holds it, and how sleep counts in it."""

    condition: str
    index: str
    sleep: str = AWAKE


QUEUES: Mapping[str, Queue] = {
    "mine": Queue(OPEN, "tickets_queue_held"),
    "unassigned": Queue(f"{OPEN} AND assignee_id IS NULL", "tickets_queue_unassigned"),
    "offered": Queue(OPEN, "", ""),
    "follow_ups": Queue(OPEN, "", ""),
    "came_back": Queue(
        f"{OPEN} AND (outcome IN ('partly', 'disputed') OR reopen_count > 0)", "tickets_queue_came_back"
    ),
    "waiting": Queue(f"{OPEN} AND status = 'waiting' AND NOT (outcome = 'claimed')", "tickets_queue_waiting"),
    "confirmation": Queue(f"{OPEN} AND outcome = 'claimed'", "tickets_queue_claimed"),
    "complaints": Queue(f"{OPEN} AND kind = 'complaint'", "tickets_queue_complaint"),
    "formal": Queue(f"{OPEN} AND formal_at IS NOT NULL", "tickets_queue_formal"),
    "conduct": Queue(OPEN, ""),
    "due": Queue(OPEN, "", ""),  # by due time, see `due.py`
    "snoozed": Queue(f"{OPEN} AND snoozed_until IS NOT NULL", "tickets_queue_snoozed", ASLEEP),
    "open": Queue(OPEN, "tickets_queue_open"),
    "closed": Queue("status = 'closed'", "tickets_by_team", ""),
}
FIRST = "open"
UNCOUNTED = {"closed", "due"}

# What any list may be narrowed by besides, as it stands in an address: name, condition.
NARROWED: Mapping[str, str] = {
    "kind": "kind = %s",
    "channel": "channel = %s",
    "priority": "priority = %s",
    "outcome": "outcome = %s",
    "assignee": "assignee_id = %s",
    "tag": "number IN (SELECT ticket_id FROM tickets_ticket_tags WHERE tag_id = %s)",
}
NUMBERS = {"assignee", "tag"}
