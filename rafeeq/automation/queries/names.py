"""What the keys in rules are called, and what can be chosen; each list asked once for all rules of a page."""

from functools import cached_property

from rafeeq.knowledge.queries import macros
from rafeeq.knowledge.rules import unfilled
from rafeeq.staff.queries import branches, people, teams
from rafeeq.tickets.queries.catalogue import reason_tree

# The places in a ready reply that a rule fills in; nothing that the sender wrote is among them.
FILLED = {"ticket_number", "team_name"}


class Names:
    """Names by key, in the order in which they are offered."""

    @cached_property
    def teams(self) -> dict[int, str]:
        return {row.pk: row.name for row in teams()}

    @cached_property
    def branches(self) -> dict[int, str]:
        return {row.pk: row.name for row in branches()}

    @cached_property
    def people(self) -> dict[int, str]:
        return {row.pk: row.name for row in people()}

    @cached_property
    def reasons(self) -> dict[int, str]:
        return {one.reason.pk: one.reason.name for one in reason_tree() if one.reason.is_active}

    @cached_property
    def macros(self) -> dict[int, str]:
        """The ready replies that everybody uses and that nobody has to fill in: what a rule can send."""
        rows = macros().filter(team=None)
        return {row.pk: row.name for row in rows if not _asks_for_more(row.text_ar + row.text_en)}


def _asks_for_more(text: str) -> bool:
    return bool({one[1:-1] for one in unfilled(text)} - FILLED)
