"""Twilio's own OpenAPI description, asked the few questions that a contract check needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

TYPES: dict[str, type] = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool}


@dataclass(frozen=True, slots=True)
class Description:
    """One description; paths are named by their last word (``Messages``), shapes by theirs (``message``)."""

    found: dict[str, Any]

    def path(self, name: str) -> str:
        """The expression that a request's path must match."""
        return re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self._path(name)))

    def form(self, method: str, name: str) -> set[str]:
        """The fields that a request may bring."""
        return set(self._form(method, name)["properties"])

    def required(self, method: str, name: str) -> set[str]:
        """The fields that it must."""
        return set(self._form(method, name)["required"])

    def query(self, method: str, name: str) -> set[str]:
        """The words of the query."""
        asked = self.found["paths"][self._path(name)][method.lower()]["parameters"]
        return {one["name"] for one in asked if one["in"] == "query"}

    def properties(self, shape: str) -> set[str]:
        """The names of everything in an answer."""
        return set(self._shape(shape)["properties"])

    def states(self) -> list[str]:
        """Every state of a message."""
        return list(self.found["components"]["schemas"]["message_enum_status"]["enum"])

    def faults(self, shape: str, value: dict[str, Any]) -> list[str]:
        """The names of what breaks the description."""
        return list(self._faults(self._shape(shape)["properties"], value))

    def _faults(self, known: dict[str, Any], value: dict[str, Any]) -> Iterator[str]:
        for name, one in value.items():
            said = known.get(name)
            if said is None or not self._fits(said, one):
                yield name

    def _fits(self, said: dict[str, Any], value: Any) -> bool:
        if "$ref" in said:
            said = self.found["components"]["schemas"][said["$ref"].rpartition("/")[2]]
        if value is None:
            return bool(said.get("nullable"))
        if not isinstance(value, TYPES[said["type"]]) or value not in said.get("enum", [value]):
            return False
        if "pattern" in said and not re.search(said["pattern"], str(value)):
            return False
        return said.get("format") != "date-time-rfc-2822" or parsedate_to_datetime(str(value)).tzinfo is not None

    def _path(self, name: str) -> str:
        return next(one for one in self.found["paths"] if one.endswith(f"{{AccountSid}}/{name}.json"))

    def _form(self, method: str, name: str) -> dict[str, Any]:
        body = self.found["paths"][self._path(name)][method.lower()]["requestBody"]["content"]
        schema: dict[str, Any] = body["application/x-www-form-urlencoded"]["schema"]
        return schema

    def _shape(self, shape: str) -> dict[str, Any]:
        schema: dict[str, Any] = self.found["components"]["schemas"][f"api.v2010.account.{shape}"]
        return schema


def description(file: Path) -> Description:
    """Read a description from its file."""
    return Description(json.loads(file.read_text(encoding="utf-8")))
