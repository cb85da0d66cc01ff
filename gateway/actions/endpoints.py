"""The endpoints at which channels call us: opened for one channel, their keys shown once, rotated with an overlap, closed."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.actions.sealing import opened, sealed
from gateway.domain.channels import CALLING, CLOSED, TEXT
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.store import audit, endpoints
from gateway.store.endpoints import Endpoint
from gateway.store.transaction import reading, writing

OLD_KEY_COUNTS_FOR = timedelta(days=7)
"""How long a bridge may go on with the key that was rotated."""
KINDS = {**dict.fromkeys(CLOSED, "connector"), TEXT: "twilio"}
"""Channel → who calls for it."""
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Opened:
    """An endpoint with its new secret, which is shown this once and never again."""

    endpoint: str
    channel: str
    secret: str


def open_endpoint(scope: Scope, name: str, *, channel: str, key: bytes, now: datetime) -> Opened:
    """Open an endpoint for a channel that has none. Raises InputProblem. Event: endpoint.opened.

    What nobody can guess is added to its name, so that no two schools' endpoints are one.
    """
    if channel not in CLOSED:
        raise InputProblem(f"There is no channel {channel!r}; choose one of {', '.join(CLOSED)}.")
    if not NAME.fullmatch(name):
        raise InputProblem(f"{name!r} is no name of an endpoint; use a few small letters, digits and hyphens.")
    secret = _random(32)
    return Opened(
        add_endpoint(scope, name, channel=channel, settings={"key": secret}, key=key, now=now), channel, secret
    )


def add_endpoint(scope: Scope, name: str, *, channel: str, settings: dict[str, Any], key: bytes, now: datetime) -> str:
    """Open an endpoint with these settings; its own name. Raises InputProblem. Event: endpoint.opened."""
    endpoint = f"{name}-{_random(5)}"
    with writing():
        audit.take_turn(scope)
        if endpoint_of(scope, channel) is not None:
            raise InputProblem(f"{CALLING[channel]} has an endpoint already; close it first, or rotate its secret.")
        kept = sealed(settings, key=key)
        endpoints.open_endpoint(scope, endpoint=endpoint, channel=channel, settings=kept, opened_at=now)
        audit.append(scope, "endpoint.opened", now=now, clause="C1", endpoint=endpoint, channel=channel)
    return endpoint


def rotate_key(scope: Scope, endpoint: str, *, key: bytes, now: datetime) -> Opened:
    """Give an endpoint a new secret; the one before counts a week longer. Raises InputProblem. Event: endpoint.rotated."""
    with reading():
        held = _held(scope, endpoint)
    if held.channel not in CLOSED:
        raise InputProblem(f"The secret of {endpoint} is not ours to make; give the new one to flask texts token.")
    secret = _random(32)
    replace_key(scope, endpoint, secret, key=key, now=now)
    return Opened(endpoint, held.channel, secret)


def replace_key(scope: Scope, endpoint: str, secret: str, *, key: bytes, now: datetime) -> None:
    """Put a secret in the place of an endpoint's, which counts a week longer. Raises InputProblem. Event: endpoint.rotated."""
    with writing():
        audit.take_turn(scope)
        before = settings_of(_held(scope, endpoint), key=key)
        old = {"old_key": before["key"], "old_key_until": (now + OLD_KEY_COUNTS_FOR).isoformat()}
        endpoints.change_settings(scope, endpoint, settings=sealed(before | old | {"key": secret}, key=key))
        audit.append(scope, "endpoint.rotated", now=now, clause="C1", endpoint=endpoint)


def close_endpoint(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Let no bridge call at an endpoint any more; what came by it stays. Raises InputProblem. Event: endpoint.closed."""
    with reading():
        if _held(scope, endpoint).channel not in CLOSED:
            raise InputProblem(f"{endpoint} is the school's text number; give it up with flask texts close.")
    remove_endpoint(scope, endpoint, now=now)


def remove_endpoint(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Let nobody call at an endpoint any more. Raises InputProblem. Event: endpoint.closed."""
    with writing():
        audit.take_turn(scope)
        _held(scope, endpoint)
        endpoints.close_endpoint(scope, endpoint)
        audit.append(scope, "endpoint.closed", now=now, clause="C1", endpoint=endpoint)


def open_endpoints(scope: Scope) -> tuple[Endpoint, ...]:
    """The endpoints at which bridges call. No event: nothing is changed."""
    with reading():
        return tuple(one for one in endpoints.endpoints(scope) if one.channel in CLOSED)


def endpoint_of(scope: Scope, channel: str) -> Endpoint | None:
    """The endpoint of a channel, in the open transaction, or None."""
    return next((one for one in endpoints.endpoints(scope) if one.channel == channel), None)


def settings_of(held: Endpoint, *, key: bytes) -> dict[str, Any]:
    """An endpoint's keys, opened. Raises Misconfigured when the key of the settings has changed."""
    return opened(
        held.settings, key=key, otherwise=f"The secret of {held.endpoint} cannot be opened; close it and open another."
    )


def _held(scope: Scope, endpoint: str) -> Endpoint:
    held = endpoints.endpoint(scope, endpoint)
    if held is None:
        raise InputProblem(f"There is no endpoint {endpoint!r}; flask connector list says which there are.")
    return held


def _random(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode().rstrip("=").lower()
