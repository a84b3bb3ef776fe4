"""The OpenAPI document: what the framework knows of the calls, and what holds for all of them."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from rafeeq.api.once import HEADER
from rafeeq.api.problems import MEDIA_TYPE, Problem
from rafeeq.api.routes import api

PREFIX = "/api/v1/"
REFERENCE = "#/components/schemas/{model}"
ONCE = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": _("Repeat a request safely: with the same key it has one effect, and gets the first answer again."),
}


@cache
def document() -> dict[str, Any]:
    """The whole document, as plain JSON values."""
    said: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    said["servers"] = [{"url": settings.RAFEEQ_URL}]
    problem = Problem.model_json_schema(ref_template=REFERENCE, mode="serialization")
    said["components"]["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    refusal = {"$ref": REFERENCE.format(model="Problem")}
    for calls in said["paths"].values():
        for method, call in calls.items():
            if method == "post":
                call["parameters"].append(ONCE)
            call["responses"]["default"] = {
                "description": _("A problem, told in the language of “Accept-Language”"),
                "content": {MEDIA_TYPE: {"schema": refusal}},
            }
    return said
