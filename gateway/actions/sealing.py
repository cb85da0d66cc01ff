"""The settings of ways in and out, sealed with the installation's key before they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gateway.ports.errors import Misconfigured


def sealed(settings: Mapping[str, Any], *, key: bytes) -> str:
    """The settings as a Fernet token, which says nothing without the key."""
    from cryptography.fernet import Fernet

    return Fernet(key).encrypt(json.dumps(settings).encode()).decode()


def opened(token: str, *, key: bytes, otherwise: str) -> dict[str, Any]:
    """The settings of a token. Raises Misconfigured, in the words of ``otherwise``, where the key has changed."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        settings: dict[str, Any] = json.loads(Fernet(key).decrypt(token.encode()))
    except InvalidToken as failure:
        raise Misconfigured(otherwise) from failure
    return settings
