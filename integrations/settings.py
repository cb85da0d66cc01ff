"""The settings of an endpoint, read one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.ports.errors import Misconfigured


def word(settings: Mapping[str, Any], name: str, *, default: str = "") -> str:
    """One setting that is text, without blanks around it. Raises Misconfigured for anything else."""
    value = settings.get(name, default)
    if not isinstance(value, str):
        raise Misconfigured(f"The setting {name} is not text; enter it again.")
    return value.strip()
