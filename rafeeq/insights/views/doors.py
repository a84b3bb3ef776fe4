"""Who enters: those whose role sees measures; others get 403, for that the page exists is no secret."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control

from rafeeq import __version__
from rafeeq.insights.queries.live import version
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_see_hints, may_see_measures
from rafeeq.ui import choices

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


Page = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def _guarded(view: Page[P], allowed: Callable[[str], bool]) -> View:
    @wraps(view)
    def entered(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not allowed(request.user.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: Any = login_required(cache_control(private=True, no_cache=True)(entered))
    return guarded  # type: ignore[no-any-return]


def of_measures(view: Page[P]) -> View:
    """A page of the board and its measures."""
    return _guarded(view, may_see_measures)


def of_hints(view: Page[P]) -> View:
    """A page about hints."""
    return _guarded(view, may_see_hints)


def etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str | None:
    """What the board depends on; what no timeline tells is at most a minute old."""
    if request.COOKIES.get("messages") or messages.get_messages(request):
        return None
    depends: list[Any] = [
        __version__,
        version(),
        int(timezone.now().timestamp()) // 60,
        request.user.pk,
        request.session.session_key,
        request.META.get("CSRF_COOKIE", ""),
        choices.current(),
        request.get_full_path(),
    ]
    return f'"{hashlib.sha256(repr(depends).encode()).hexdigest()[:32]}"'
