"""Which measures and detectors there are: those whose file lies in their folder."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from rafeeq.insights import detectors as of_detectors
from rafeeq.insights import measures as of_measures
from rafeeq.insights.rules.measure import Measure
from rafeeq.insights.rules.week import Detector


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its name, in the order in which they are shown."""
    names = (found.name for found in iter_modules(of_measures.__path__))
    made: list[Measure] = [import_module(f"{of_measures.__name__}.{name}").measure for name in names]
    return {one.name: one for one in sorted(made, key=lambda one: (one.order, one.name))}


@cache
def counted(fact: str) -> tuple[Measure, ...]:
    """The measures that count this kind of fact."""
    return tuple(one for one in measures().values() if one.fact == fact)


@cache
def detectors() -> dict[str, Detector]:
    """Every detector by its name."""
    names = (found.name for found in iter_modules(of_detectors.__path__))
    made: list[Detector] = [import_module(f"{of_detectors.__name__}.{name}").detector for name in names]
    return {one.name: one for one in sorted(made, key=lambda one: one.name)}
