"""The cookie of a visit, and what every page of the portal knows of its visitor."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from rafeeq.customers.models import Customer
from rafeeq.portal.actions import LASTS
from rafeeq.portal.models import Visit
from rafeeq.portal.queries import visit_by_key
from rafeeq.system.preferences import NOTICE_AR, NOTICE_EN
from rafeeq.system.queries import preference
from rafeeq.ui import choices

Page = Callable[..., HttpResponseBase]
Shown = TypeVar("Shown", bound=HttpResponseBase)

COOKIE = "rafeeq_visit"
PATH = "/help/"


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit of this browser, if it has proved an address; asked of the database once a request."""
    if not hasattr(request, "_visit"):
        request._visit = visit_by_key(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
    return request._visit  # type: ignore[attr-defined,no-any-return]


def remember(response: HttpResponse, key: str) -> None:
    """Give the browser its key."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=int(LASTS.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def reader_of(request: HttpRequest, customer: Customer, language: str = "") -> choices.Choices:
    """How this customer reads in this browser: as it was chosen here, else as they wish, else in `language`."""
    wanted = customer.wants_language or language
    return choices.of(request, language=wanted, digits=customer.digits, calendar=customer.calendar)


@contextmanager
def written_for(reader: choices.Choices) -> Iterator[Callable[[HttpResponseBase], HttpResponseBase]]:
    """Inside, pages are written for this reader; the answer is handed through what is given."""
    with choices.using(reader):

        def told(response: HttpResponseBase) -> HttpResponseBase:
            response.headers["Content-Language"] = reader.language
            return response

        yield told


def as_visitor_wishes(view: Callable[..., Shown]) -> Callable[..., Shown]:
    """Written as the customer wishes whose address this browser has proved, if it has."""

    @wraps(view)
    def wished(request: HttpRequest, *args: object, **kwargs: object) -> Shown:
        visit = visit_of(request)
        if visit is None:
            return view(request, *args, **kwargs)
        with written_for(reader_of(request, visit.address.customer)) as told:
            response = view(request, *args, **kwargs)
            told(response)
        return response

    return wished


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200, back: str = ""
) -> HttpResponse:
    """A page of the portal. `back`: the address that shows it again, when it answers a form."""
    visit = visit_of(request)
    known = {
        "visit": visit,
        "notice": in_readers_language(preference(NOTICE_AR), preference(NOTICE_EN)),
        "back": back or request.get_full_path(),
    }
    response = render(request, template, known | dict(context or {}), status=status)
    if visit is not None:
        response["Cache-Control"] = "no-store"
    return response


def in_readers_language(arabic: str, english: str) -> str:
    """What the company wrote in the language of the page, else in the other one."""
    return (english or arabic) if get_language() == "en" else (arabic or english)
