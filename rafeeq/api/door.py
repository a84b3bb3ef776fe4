"""The door itself: what holds for every call, whatever it is about."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser
from pydantic import BaseModel

from rafeeq import __version__
from rafeeq.api.bearer import Bearer, Call
from rafeeq.api.once import once
from rafeeq.api.problems import Refusal, answer, teach

View = Callable[..., Any]


class StrictParser(Parser):
    """Reads bodies that say they are JSON, and are."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value. Raises Refusal or ValueError, which the framework wraps into its own error."""
        if request.content_type != "application/json":
            raise Refusal("not_json")
        return json.loads(request.body.decode(), parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def opened(view: View) -> View:
    """A view behind the door: the token's scope, no unknown parameter, one effect for each key, and JSON.

    The view returns a shape, (status, shape), or a response of its own. What is slow, such as a file store that is
    far away, is done by its `first`, before the transaction in which an effect and its key are kept together.
    """
    known = _parameters(view)

    @wraps(view)
    def answered(request: Call, **values: Any) -> HttpResponse:
        scope = "read" if request.method == "GET" else "write"
        if scope not in request.auth.scopes:
            raise Refusal("scope_missing")
        unknown = sorted(set(request.GET) - known)
        if unknown:
            said = _("There is no such parameter.")
            raise Refusal("invalid", *((name, "unknown_field", said) for name in unknown), where="query")
        if request.method == "GET":
            return _rendered(view(request, **values))
        if first := getattr(view, "first", None):
            first(request, **values)
        return once(request, f"user:{request.auth.user_id}", lambda: _rendered(view(request, **values)))

    return answered


def _parameters(view: View) -> set[str]:
    """The names of the query parameters that the framework has found in a view's signature."""
    models = view._ninja_operation.models  # type: ignore[attr-defined]
    return {name for model in models if model.__ninja_param_source__ == "query" for name in model.__ninja_flatten_map__}


def _rendered(result: Any) -> HttpResponse:
    if isinstance(result, HttpResponse):
        return result
    status, shape = result if isinstance(result, tuple) else (200, result)
    assert isinstance(shape, BaseModel)  # noqa: S101 - narrows the type; every view returns a shape
    return HttpResponse(shape.model_dump_json(), status=status, content_type="application/json")


def outside(view: View) -> View:
    """The outermost layer: a wrong method is a problem too, and no cache keeps what only a token may see."""

    @wraps(view)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        response: HttpResponse = view(request, **values)
        if isinstance(response, HttpResponseNotAllowed):
            response = answer(request, "method_not_allowed", headers={"Allow": response["Allow"]})
        response["Cache-Control"] = "no-store"
        return response

    return answered


class Door(NinjaAPI):
    """The framework's API, whose calls are named as their views are."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of a call in the document and in clients made from it."""
        return str(operation.view_func.__name__)


def make() -> NinjaAPI:
    """The API, still without routes."""
    api = Door(
        title="Rafeeq",
        version=__version__,
        description=gettext_noop("Everything that the pages do, as JSON."),
        urls_namespace="api",
        auth=Bearer(),
        parser=StrictParser(),
        openapi_url=None,
        docs_url=None,
    )
    api.add_decorator(opened, mode="operation")
    teach(api)
    return api
