"""Which deeds there are: those whose file lies in the folder."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from rafeeq.automation import deeds as folder
from rafeeq.automation.deed import Deed


@cache
def deeds() -> dict[str, Deed]:
    """Every deed by its name, in the order in which they are done."""
    made: list[Deed] = [
        import_module(f"{folder.__name__}.{found.name}").deed for found in iter_modules(folder.__path__)
    ]
    return {one.name: one for one in sorted(made, key=lambda one: one.order)}
