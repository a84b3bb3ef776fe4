"""What the conditions of a rule look at."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from rafeeq.routing.rules.matching import READ, fold


@dataclass(frozen=True)
class Facts:
    """One matter at the moment of a rule. `text`: the subject, and the customer's message that it is about."""

    kind: str = ""
    channel: str = ""
    language: str = ""
    branch: int = 0
    team: int = 0
    tier: str = ""
    reason: int | None = None
    priority: str = ""
    tags: Collection[str] = ()
    text: str = field(default="", repr=False)
    is_open: bool = True  # whether the team works at that moment
    is_owned: bool = False
    said: int = 0  # messages of the customer so far

    @cached_property
    def folded(self) -> str:
        """The beginning of the words, as spellings are compared."""
        return fold(self.text[:READ])
