"""A small reader of JSON Schema (draft 2020-12): the keywords that our schemas use, and no others.

An unknown keyword is an error, so that nothing in a schema is silently left unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
WORDS = {"$schema", "$id", "$defs", "title", "description"}
CHECKED = {
    *("type", "required", "properties", "additionalProperties", "items", "enum", "const"),
    *("pattern", "format", "minimum", "maximum", "$ref"),
}
FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """Where a value is not as the schema says."""
    if unknown := set(schema) - WORDS - CHECKED:
        yield f"{at}: unknown keyword {sorted(unknown)}"
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        yield f"{at}: {value!r} is no {'/'.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if isinstance(value, int | float) and not (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    ):
        yield f"{at}: {value} is out of range"
    if isinstance(value, str):
        yield from _of_text(value, schema, at)
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        for place, each in enumerate(value):
            yield from faults(each, schema["items"], root, f"{at}[{place}]")


def _of_text(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not fit {schema['pattern']}"
    if "format" in schema:
        try:
            FORMATS[schema["format"]](value)
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"


def _of_object(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}: {name} is missing"
    if schema.get("additionalProperties") is False:
        for name in value.keys() - known.keys():
            yield f"{at}: {name} is not foreseen"
    for name, each in value.items():
        if name in known:
            yield from faults(each, known[name], root, f"{at}.{name}")
