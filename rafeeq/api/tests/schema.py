"""Holds a value against a JSON schema: as much of it as our own document uses, and an error for anything else."""

from datetime import datetime
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
TOLD_ONLY = {"title", "description", "default"}
UNDERSTOOD = {"$ref", "anyOf", "type", "enum", "properties", "required", "items", "format", "additionalProperties"}


def faults(value: Any, schema: dict[str, Any], schemas: dict[str, Any], where: str = "$") -> list[str]:
    """What in the value is not as the schema says. Fields that the schema does not name are faults too."""
    if "$ref" in schema:
        return faults(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, where)
    unknown = set(schema) - UNDERSTOOD - TOLD_ONLY
    assert not unknown, f"{where}: this test does not understand {unknown}"
    if "anyOf" in schema:
        tried = [faults(value, one, schemas, where) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    expected = TYPES[schema["type"]]
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
        return [f"{where}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    if schema.get("format") == "date-time":
        said = str(value)
        return [] if said.endswith("Z") and datetime.fromisoformat(said).tzinfo else [f"{where}: {said} is not UTC"]
    if isinstance(value, list):
        found = [faults(one, schema["items"], schemas, f"{where}[{index}]") for index, one in enumerate(value)]
        return [fault for some in found for fault in some]
    return _of_object(value, schema, schemas, where) if isinstance(value, dict) else []


def _of_object(value: dict[str, Any], schema: dict[str, Any], schemas: dict[str, Any], where: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, inner in value.items():
        if name in known:
            found += faults(inner, known[name], schemas, f"{where}.{name}")
        elif isinstance(any_name := schema.get("additionalProperties"), dict):
            found += faults(inner, any_name, schemas, f"{where}.{name}")
        elif any_name is not True:
            found.append(f"{where}: {name} is not in the schema")
    return found
