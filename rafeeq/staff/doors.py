"""Who may enter the pages about people: everybody their own, managers to read, administrators to change."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control

from rafeeq.staff.models import User
from rafeeq.staff.rules import enters_settings, may_administer, may_arrange, may_keep_macros

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


Page = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def own(view: Page[P]) -> View:
    """A page of a person about themselves; kept by no cache."""
    guarded: Any = login_required(cache_control(private=True, no_store=True)(view))
    return guarded  # type: ignore[no-any-return]


def for_admins(view: Page[P]) -> View:
    """A page of administrators; others get 403, for that the page exists is no secret."""
    return _guarded(view, may_administer)


def for_managers(view: Page[P]) -> View:
    """A page that service managers may read besides administrators."""
    return _guarded(view, may_arrange)


def for_settings(view: Page[P]) -> View:
    """The first screen of the settings, for whoever finds a room there."""
    return _guarded(view, enters_settings)


def for_keepers_of_macros(view: Page[P]) -> View:
    """A page about ready replies; which of them are whose is told by `knowledge`."""
    return _guarded(view, may_keep_macros)


def _guarded(view: Page[P], allowed: Callable[[str], bool]) -> View:
    @wraps(view)
    def entered(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not allowed(request.user.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: Any = entered
    return own(guarded)
