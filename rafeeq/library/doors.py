"""Who enters: everybody who has signed in reads; who may change what is told by `knowledge`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase

from rafeeq.knowledge.models import Article, Edition
from rafeeq.knowledge.queries import articles as queries
from rafeeq.staff.doors import StaffRequest, own
from rafeeq.staff.rules import may_validate_articles, may_write_articles

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
Page = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def readers(view: Page[P]) -> View:
    """A page for everybody who has signed in."""
    return own(view)


def writers(view: Page[P]) -> View:
    """A page of those who write articles; others get 403, for that it exists is no secret."""
    return _guarded(view, may_write_articles)


def keepers(view: Page[P]) -> View:
    """A page of those who may validate any article."""
    return _guarded(view, may_validate_articles)


def found(request: StaffRequest, pk: int) -> Article:
    """The article, or 404 where this person finds none."""
    row = queries.article(request.user, pk)
    if row is None:
        raise Http404
    return row


def edition(row: Article, language: str) -> Edition:
    """Its edition in this language, or 404."""
    one = queries.edition_of(row, language)
    if one is None:
        raise Http404
    return one


def _guarded(view: Page[P], allowed: Callable[[str], bool]) -> View:
    @wraps(view)
    def entered(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not allowed(request.user.role):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded: Any = entered
    return own(guarded)
