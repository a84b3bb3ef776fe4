"""The documentation as a page of our own: the OpenAPI document for people, without a script and without a stranger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from rafeeq.api.document import PREFIX, document
from rafeeq.api.problems import KNOWN, Known

Schema = dict[str, Any]
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One field or parameter: `customer.address.value`, what it holds, and whether it must be there."""

    name: str
    holds: str
    is_needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the page shows it."""

    anchor: str
    method: str
    path: str
    title: str
    parameters: list[Row]
    body: list[Row]
    answers: list[tuple[str, list[Row]]]


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The document for programs."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The document for people."""
    problems: list[tuple[str, Known]] = sorted(KNOWN.items(), key=lambda known: known[1].status)
    return render(
        request, "api/docs.html", {"calls": list(calls()), "problems": problems, "base": settings.RAFEEQ_URL + PREFIX}
    )


def calls() -> Iterator[Call]:
    """Every call of the document, with its words in the reader's language."""
    for path, methods in document()["paths"].items():
        for method, said in methods.items():
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            yield Call(
                anchor=said["operationId"],
                method=method.upper(),
                path=path,
                title=gettext(said["summary"]),
                parameters=[_row(one["name"], one["schema"], one["required"], one) for one in said["parameters"]],
                body=list(_fields(body)),
                answers=list(_answers(said["responses"])),
            )


def _answers(responses: dict[str, Any]) -> Iterator[tuple[str, list[Row]]]:
    for status, answer in responses.items():
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if status != "default":
            yield status, list(_fields(schema)) if schema else []


def _fields(schema: Schema, within: str = "", depth: int = 0) -> Iterator[Row]:
    """The fields of an object, those of the objects in it after it."""
    known = _resolved(schema)
    for name, inner in known.get("properties", {}).items():
        full = f"{within}.{name}" if within else name
        yield _row(full, inner, name in known.get("required", ()), inner)
        inside = _without_null(inner)
        listed = _resolved(inside).get("type") == "array"
        if depth < DEEPEST:
            held = _resolved(inside)["items"] if listed else inside
            yield from _fields(held, f"{full}[]" if listed else full, depth + 1)


def _row(name: str, schema: Schema, is_needed: bool, told: Schema) -> Row:
    words = told.get("description", "") if "$ref" not in told else ""
    return Row(name, _holds(schema), is_needed, gettext(words) if words else "")


def _holds(schema: Schema) -> str:
    """What a field holds, as short as it can be said."""
    known = _resolved(schema)
    if "anyOf" in known:
        return " | ".join(dict.fromkeys(_holds(one) for one in known["anyOf"]))
    if "enum" in known:
        return " | ".join(f"“{word}”" for word in known["enum"])
    if known.get("type") == "array":
        return f"[{_holds(known['items'])}]"
    return str(known.get("format") or known.get("contentEncoding") or known.get("type") or "value")


def _without_null(schema: Schema) -> Schema:
    branches = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return branches[0] if len(branches) == 1 else schema


def _resolved(schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = document()["components"]["schemas"][reference.rpartition("/")[2]]
    return found
