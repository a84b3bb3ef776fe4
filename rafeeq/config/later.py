"""A table of addresses whose views are loaded when one of them is first opened or linked to.

Django loads every view as soon as the first address is needed. What many people never open (the API with its framework,
the settings) would then lie in memory from the start. Only a table with a namespace can wait: the names of another
would have to be known beforehand.
"""

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language


class Later(URLResolver):
    """The addresses of one namespace."""

    def _populate(self) -> None:
        """Asked by the table above us, which needs to know no more than our namespace."""

    @property
    def reverse_dict(self) -> Any:
        """Asked by whoever makes one of our addresses."""
        if get_language() not in self._reverse_dict:
            super()._populate()
        return super().reverse_dict


def later(route: str, module: str, namespace: str) -> Later:
    """As `path(route, include(module))` with the namespace that the module names, but loaded later."""
    return Later(RoutePattern(route, is_endpoint=False), module, app_name=namespace, namespace=namespace)
