"""The published JSON Schemas of the connector, and the check that a call keeps to them: what is published is what decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SCHEMAS: Mapping[str, bytes] = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.schema.json"))}
"""File name → the schema as it is published."""
KNOWN = frozenset(
    {"$schema", "title", "description", "type", "properties", "required", "additionalProperties", "items", "enum"}
    | {"const", "minLength", "maxLength", "maxItems", "format"}
)
"""The words of JSON Schema (draft 2020-12) that our schemas use; a test sees that they use no other."""
_TYPES: Mapping[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def faults(value: Any, schema: Mapping[str, Any], *, where: str = "") -> Iterator[str]:
    """What of a value breaks a schema, one sentence each, with the place written as ``from.id`` or ``attachments[0]``."""
    name = where or "The body"
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or isinstance(value, bool) != (kind == "boolean")):
        yield f"{name} is not of type {kind}."
        return
    if "const" in schema and value != schema["const"]:
        yield f"{name} must be {json.dumps(schema['const'])}."
    if "enum" in schema and value not in schema["enum"]:
        yield f"{name} must be one of {', '.join(schema['enum'])}."
    if isinstance(value, str):
        yield from _of_text(value, schema, name)
    elif isinstance(value, list):
        yield from _of_size(len(value), schema, ("", "maxItems"), name)
        for place, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), where=f"{where}[{place}]")
    elif isinstance(value, dict):
        yield from _of_object(value, schema, where)


def _of_text(value: str, schema: Mapping[str, Any], name: str) -> Iterator[str]:
    yield from _of_size(len(value), schema, ("minLength", "maxLength"), name)
    if "\x00" in value:
        yield f"{name} holds a null character."
    form = schema.get("format")
    if form and not _FORMATS[form](value):
        yield f"{name} is not a {form} with an offset, such as 2026-11-23T08:15:00+00:00."


def _of_size(size: int, schema: Mapping[str, Any], limits: tuple[str, str], name: str) -> Iterator[str]:
    fewest, most = schema.get(limits[0], 0), schema.get(limits[1])
    if size < fewest:
        yield f"{name} is blank."
    if most is not None and size > most:
        yield f"{name} is longer than {most}."


def _of_object(value: Mapping[str, Any], schema: Mapping[str, Any], where: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{_inside(where, key)} is missing."
    for key, one in value.items():
        if key in known:
            yield from faults(one, known[key], where=_inside(where, key))
        elif schema.get("additionalProperties") is False:
            yield f"{_inside(where, key)[:80]} is not known."


def _inside(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None and 2000 <= moment.year < 2100


_FORMATS: Mapping[str, Callable[[str], bool]] = {"date-time": _is_moment}
