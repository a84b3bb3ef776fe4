"""The settings as this process last saw them: one small query every few seconds, however often they are read."""

from typing import Any

from rafeeq.system import outside_preferences
from rafeeq.system.held import Held
from rafeeq.system.models import Setting
from rafeeq.system.preferences import REGISTRY

__all__ = ["forget", "hold", "load", "outside_preferences", "values"]


def load() -> dict[str, Any]:
    """What is set in the database now. A value that its declaration no longer allows is passed over."""
    kept = Setting.objects.filter(key__in=REGISTRY).values_list("key", "value")
    return {key: value for key, value in kept if REGISTRY[key].holds(value)}


_held: Held[dict[str, Any]] = Held(load, {}, "settings")
values, forget, hold = _held.now, _held.forget, _held.hold
