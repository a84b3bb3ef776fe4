"""What a measure is: a name, what it counts, and into which cells one thing falls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rafeeq.insights.rules.facts import Told

Form = Literal["share", "times", "ages"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `title`, `about`, `yes` and `no` are translated when they are shown.

    `fact`: what it counts. `follow_up_days`: how long after that it is watched before it counts. `cells`: where one
    thing falls; nothing: it is none of this measure's. `better`: which way is good for the customer.
    """

    name: str
    title: object
    about: object
    form: Form
    fact: str
    cells: Callable[[Told], tuple[str, ...]]
    follow_up_days: int = 0
    calendar: Literal["working", "calendar", ""] = ""
    better: Literal["more", "less"] = "more"
    yes: object = ""  # what "yes" and "no" mean here, in words
    no: object = ""
    method: str = "wilson"
    order: int = 100
