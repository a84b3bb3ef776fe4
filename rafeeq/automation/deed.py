"""What every deed of a rule looks like."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django import forms

from rafeeq.automation.models import AutomationRule
from rafeeq.automation.queries.names import Names
from rafeeq.tickets.models import Ticket

DONE = "done"
# Why something was left as it was.
ALREADY, GONE, OWNED, AWAY, CLOSED, OFFERED = "already", "gone", "owned", "away", "closed", "offered"
NO_WAY, ENOUGH, UNFILLED, NOBODY, FAILED = "no_way", "enough", "unfilled", "nobody", "failed"


@dataclass
class Case:
    """One matter before a rule that acts: its row is held. `told` goes with the event of the act."""

    ticket: Ticket
    rule: AutomationRule
    now: datetime
    told: dict[str, Any] = field(default_factory=dict)

    def tell(self, people: list[int]) -> None:
        """These people are told of the act."""
        self.told["to"] = list(dict.fromkeys([*self.told.get("to", ()), *people]))


class Deed(Protocol):
    """`order`: its place in the form, the sentence and the act."""

    name: str
    order: int

    def do(self, case: Case, wanted: Any) -> str:
        """Do it in the transaction of the act; DONE, or why it was left."""

    def said(self, wanted: Any, names: Names) -> str:
        """What it does, in the imperative."""

    def field(self, names: Names) -> forms.Field:
        """What the editor asks; an empty answer means that it is not done."""
