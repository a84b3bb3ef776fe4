"""A number as pages show it: with its measure and the marks of its chart."""

from dataclasses import dataclass, replace

from rafeeq.insights.queries.figures import Asked, Waited, figures
from rafeeq.insights.queries.rows import names_of
from rafeeq.insights.rules.charts import Marks, longest, marks
from rafeeq.insights.rules.measure import Measure
from rafeeq.insights.rules.metric import Metric
from rafeeq.insights.wording import key_words


@dataclass(frozen=True, slots=True)
class Shown:
    """One number; `key` and `name` say of which part it is, where it is split."""

    measure: Measure
    metric: Metric
    marks: Marks | None = None
    key: str = ""
    name: str = ""


def split(measure: Measure, asked: Asked, by: str, waited: Waited | None = None) -> list[Shown]:
    """A measure split by something, in the order of names and never of values; all on one scale."""
    found = figures([measure], replace(asked, by=by), waited)[measure.name]
    names = dict(names_of(by))
    whole = 1.0 if measure.form == "share" else longest(found.values())
    rows = [
        Shown(measure, one, marks(one, whole), key, names.get(key) or key_words(by, key)) for key, one in found.items()
    ]
    return sorted(rows, key=lambda row: row.name)
