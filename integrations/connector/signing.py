"""Who calls: a time stamp and an HMAC-SHA256 over ``timestamp.body``, under a key that only the bridge and the school know."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from gateway.ports.channels import RawHook, SigningKey
from gateway.ports.errors import HookRefused

TIMESTAMP = "x-handbell-timestamp"
SIGNATURE = "x-handbell-signature"
SCHEME = "v1="
TOLERANCE = 300
"""Seconds by which a bridge's clock may differ from ours."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a call, as it stands in its header."""
    return SCHEME + hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def verify(raw: RawHook, keys: Sequence[SigningKey]) -> None:
    """Refuse a call that no key of now signed within the tolerance. Every key is tried whatever the first ones say.

    Raises HookRefused; its sentence says which header is missing or late, never how near a signature was.
    """
    headers = {name.lower(): value for name, value in raw.headers.items()}
    timestamp, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    at = raw.received_at
    if at is None:
        raise HookRefused("A call without the time at which it came cannot be checked.")
    right = [
        hmac.compare_digest(sign(key.secret, timestamp, raw.body).encode(), given.encode())
        for key in keys
        if key.counts_at(at)
    ]
    _refuse_without_headers(headers)
    if not any(right):
        raise HookRefused("The signature is not right. Check the secret, and that the bytes signed are the bytes sent.")
    if abs(at.timestamp() - int(timestamp)) > TOLERANCE:
        raise HookRefused("The time stamp is more than five minutes from ours. Set the clock of the bridge right.")


def _refuse_without_headers(headers: Mapping[str, str]) -> None:
    timestamp = headers.get(TIMESTAMP, "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise HookRefused("X-Handbell-Timestamp is missing, or is no number of seconds since 1970.")
    if not headers.get(SIGNATURE, "").startswith(SCHEME):
        raise HookRefused("X-Handbell-Signature is missing, or does not begin with v1=.")
