"""What a person may see of a customer, by a statement that is built once: for the pages that are opened all day.

The rule is `visible_to` and no other. It is asked with a stand-in that has a role and no person, so that its SQL holds
for everybody of that role; and anew every half a minute, so that nothing which the rule looks up besides stays longer.
"""

import time
from functools import lru_cache
from typing import Any

from rafeeq.staff.models import User
from rafeeq.system.statements import Question, asked
from rafeeq.tickets.queries.reading import visible_to

HOLDS_FOR = 30  # seconds

Row = tuple[Any, ...]


def tickets_of(user: User, customer: int) -> list[Row]:
    """The latest tickets of a customer that this person may see, merged ones left out.

    Each: number, subject, outcome, created_at, reason.
    """
    return asked(_of_customer(user.role, _now()), user.pk, user.branch_id, customer) if user.is_active else []


LOOKED_AT = 100


def _now() -> int:
    return int(time.monotonic() // HOLDS_FOR)


def _somebody(role: str, person: int, branch: int) -> User:
    """A person of whom only this is known; asking for anything else fails at once, since nobody has such a row."""
    return User.from_db("default", ["id", "role", "branch_id", "is_active"], [person, role, branch, True])


@lru_cache(maxsize=64)
def _of_customer(role: str, _at: int) -> Question:
    columns = ("number", "subject", "outcome", "created_at", "reason_id")
    return lambda person, branch, customer: (
        visible_to(_somebody(role, person, branch))
        .filter(customer=customer, merged_into=None)
        .order_by("-number")
        .values_list(*columns)[:LOOKED_AT]
    )
