"""The connector as a channel that calls us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from gateway.ports.channels import Inbound, RawHook, Receipt, SigningKey
from gateway.ports.errors import HookRefused, Misconfigured
from integrations.connector import signing, wire

SAMPLE_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Of the call that proves a key: no key that counts now has ended by then, and nothing of it is kept."""


class Connector:
    """One endpoint with the keys that count for it."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self._keys = keys

    def verify(self, raw: RawHook) -> None:
        """Refuse what no key signed. Raises HookRefused."""
        signing.verify(raw, self._keys)

    def signed(self, body: bytes, *, at: datetime) -> RawHook:
        """A call with these bytes that was signed with the newest key at a moment, and comes at that moment."""
        stamp = str(int(at.timestamp()))
        headers = {signing.TIMESTAMP: stamp, signing.SIGNATURE: signing.sign(self._keys[0].secret, stamp, body)}
        return RawHook("", "", body, at, headers)

    def prove(self) -> None:
        """See that a call signed with the newest key is let in. Raises Misconfigured."""
        try:
            self.verify(self.signed(b"{}", at=SAMPLE_AT))
        except HookRefused as failure:
            raise Misconfigured("A call with its own secret is turned away; make a new secret.") from failure

    def parse(self, raw: RawHook) -> Inbound | Receipt:
        """Read the JSON of a call. Raises Unparseable."""
        return wire.told(raw.body)
